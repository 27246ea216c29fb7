import type { CallCounts } from './calls/call-counts.js';
import type { FaultBoard } from './faults/fault-board.js';
import type { ProviderBoard } from './provider-board.js';
import type { SettlementStore } from './settlements/settlement-store.js';

/** Everything that whoever drives the sandbox may use. */
export interface SandboxWorld {
  readonly now: () => Date;
  readonly providers: ProviderBoard;
  readonly faults: FaultBoard;
  readonly calls: CallCounts;
  readonly settlements: SettlementStore;
}
