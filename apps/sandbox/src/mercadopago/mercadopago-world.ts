import type { Confirmations } from '../callbacks/confirmations.js';
import type { Collector } from '../collections/collector.js';
import type { FaultySide } from '../faults/answer-with-faults.js';
import type { SettlementStore } from '../settlements/settlement-store.js';
import type { MercadopagoAccount } from './account.js';
import type { KnownKeys } from './known-keys.js';

/** Everything that a path of the pretend Mercado Pago may use. */
export interface MercadopagoWorld extends FaultySide {
  readonly account: MercadopagoAccount;
  readonly now: () => Date;
  readonly collector: Collector;
  readonly confirmations: Confirmations;
  readonly keys: KnownKeys;
  readonly settlements: SettlementStore;
}
