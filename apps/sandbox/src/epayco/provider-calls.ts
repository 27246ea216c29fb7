import type { Money } from '@cauce/money';
import type { JournalStore } from '../journal/journal-file.js';
import type { CashNetwork } from './cash-network.js';
import type { ExpiryBounds } from './effective-expiry.js';
import type { Transaction, Voucher } from './transaction.js';
import type { ConfirmationTarget } from './voucher-details.schema.js';

export interface ProviderOptions {
  readonly journal: JournalStore;
  readonly now: () => Date;
  readonly expiry: ExpiryBounds;
  /** Told of every change of state but the issuing of a voucher; resolves when the merchant was told. */
  readonly onChange: (transaction: Transaction) => Promise<void>;
}

/** What changed, and a promise for the merchant being told of it, as far as that happens now. */
export interface Change {
  readonly transaction: Transaction;
  readonly announced: Promise<void>;
}

export type Issuing =
  | { readonly kind: 'issued' | 'existing'; readonly transaction: Transaction }
  | { readonly kind: 'conflict'; readonly voucher: Voucher }
  | { readonly kind: 'refused'; readonly reason: string };

export interface Payment {
  /** Null takes what is due. */
  readonly amount: Money | null;
  /** Null is now. */
  readonly paidAt: Date | null;
}

export interface StrayPayment extends Payment {
  readonly reference: string;
  readonly amount: Money;
  readonly network: CashNetwork;
  readonly confirmation: ConfirmationTarget | null;
}
