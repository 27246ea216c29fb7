import type { JournalStore } from '../journal/journal-file.js';
import type { Protocol } from '../protocols.js';
import type { Transaction } from './collection.js';

/** What makes a provider's money its own. */
export interface CollectorOptions {
  readonly protocol: Protocol;
  readonly journal: JournalStore;
  readonly now: () => Date;
  /** How the provider numbers transactions and writes codes. */
  readonly numbers: {
    /** The lowest number that may be given out. */
    first(now: Date): number;
    codeOf(id: number, network: string): string;
  };
  /** Whether a code takes what is due, once, and nothing else; left out, counters take any money. */
  readonly takesOnlyWhatIsDue?: boolean;
  /** Told of every change of state but the issuing of a voucher; resolves when the merchant was told. */
  readonly onChange: (transaction: Transaction) => Promise<void>;
}
