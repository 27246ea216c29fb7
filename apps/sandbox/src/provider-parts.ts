import type { ConfirmationsOptions } from './callbacks/confirmations.js';
import type { FaultySide } from './faults/answer-with-faults.js';
import type { JournalStore } from './journal/journal-file.js';
import type { SettlementStore } from './settlements/settlement-store.js';

/** What every pretend provider is made with. */
export interface ProviderParts extends FaultySide {
  readonly now: () => Date;
  readonly journal: JournalStore;
  readonly settlements: SettlementStore;
  /** How confirmations travel. */
  readonly delivery: Pick<ConfirmationsOptions, 'send' | 'retryDelaysMs' | 'log'>;
}
