import type { Confirmations } from '../callbacks/confirmations.js';
import type { Collector } from '../collections/collector.js';
import type { FaultySide } from '../faults/answer-with-faults.js';
import type { SettlementStore } from '../settlements/settlement-store.js';
import type { PayvalidaMerchants } from './account.js';

/** Everything that a path of the pretend Payvalida may use. */
export interface PayvalidaWorld extends FaultySide {
  readonly merchants: PayvalidaMerchants;
  readonly now: () => Date;
  readonly collector: Collector;
  readonly confirmations: Confirmations;
  readonly settlements: SettlementStore;
}
