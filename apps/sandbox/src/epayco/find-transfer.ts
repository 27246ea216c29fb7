import type { Collector } from '../collections/collector.js';
import type { Transaction } from '../collections/collection.js';
import { refPaycoIn, transactionIdOf } from './provider-numbers.js';

/**
 * The transfer of that CUS, or of that ticket.
 *
 * @param number - digits; `ref_payco` finds nothing, as it does not at ePayco
 */
export function findTransfer({ book }: Collector, number: string): Transaction | null {
  const [ofCus] = book.transactionsOfCode(number);
  const found = ofCus ?? book.transaction(refPaycoIn(number));
  if (found?.network !== 'pse') return null;
  const isTicket = transactionIdOf(found.id, found.createdAt) === number;
  return ofCus !== undefined || isTicket ? found : null;
}
