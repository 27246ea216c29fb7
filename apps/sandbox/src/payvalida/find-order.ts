import type { Collector } from '../collections/collector.js';
import type { KnownOrder } from './order-answer.js';
import { orderDetailsSchema } from './order-details.schema.js';

/** The order of that number with its own transaction, the first; null for one that was never registered. */
export function findOrder({ book }: Collector, order: string): KnownOrder | null {
  const transaction = book
    .transactionsOf(order)
    .find(({ details }) => orderDetailsSchema.safeParse(details).success);
  const voucher = book.voucher(transaction?.code ?? '');
  return transaction === undefined || voucher === undefined ? null : { voucher, transaction };
}
