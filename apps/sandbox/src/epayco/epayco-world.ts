import type { Confirmations } from '../callbacks/confirmations.js';
import type { Collector } from '../collections/collector.js';
import type { FaultySide } from '../faults/answer-with-faults.js';
import type { SettlementStore } from '../settlements/settlement-store.js';
import type { AccessTokens } from './access-tokens.js';
import type { EpaycoAccount } from './account.js';
import type { ExpiryBounds } from './effective-expiry.js';

/** Everything that a path of the pretend ePayco may use. */
export interface EpaycoWorld extends FaultySide {
  readonly account: EpaycoAccount;
  readonly now: () => Date;
  readonly expiry: ExpiryBounds;
  readonly collector: Collector;
  readonly tokens: AccessTokens;
  readonly confirmations: Confirmations;
  readonly settlements: SettlementStore;
}
