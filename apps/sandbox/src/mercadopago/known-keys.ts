import type { CollectionBook } from '../collections/collection-book.js';
import type { Transaction } from '../collections/collection.js';
import { paymentDetailsSchema } from './payment-details.schema.js';

/**
 * Which payment an `X-Idempotency-Key` has made. That it is remembered for good, and whatever the body, is
 * ours: the documentation only says that no new payment is created.
 */
export class KnownKeys {
  private readonly payments = new Map<string, number>();

  constructor(private readonly book: CollectionBook) {
    for (const transaction of book.allTransactions().reverse()) this.remember(transaction);
  }

  /** @returns the payment as it is now */
  paymentOf(key: string): Transaction | undefined {
    return this.book.transaction(this.payments.get(key) ?? 0);
  }

  /** The first payment of a key is the one. */
  remember({ id, code, details }: Transaction): void {
    if (code === null) return;
    const { idempotencyKey } = paymentDetailsSchema.parse(details);
    if (!this.payments.has(idempotencyKey)) this.payments.set(idempotencyKey, id);
  }
}
