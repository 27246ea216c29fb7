import type { Confirmations } from './callbacks/confirmations.js';
import type { AccessTokens } from './epayco/access-tokens.js';
import type { EpaycoAccount } from './epayco/account.js';
import type { EpaycoProvider } from './epayco/epayco-provider.js';
import type { FaultBoard } from './faults/fault-board.js';
import type { HeldSockets } from './faults/held-sockets.js';
import type { SettlementStore } from './settlements/settlement-store.js';

/** Everything that a path of the sandbox may use. */
export interface SandboxWorld {
  readonly account: EpaycoAccount;
  readonly now: () => Date;
  readonly provider: EpaycoProvider;
  readonly tokens: AccessTokens;
  readonly confirmations: Confirmations;
  readonly faults: FaultBoard;
  readonly held: HeldSockets;
  readonly settlements: SettlementStore;
}
