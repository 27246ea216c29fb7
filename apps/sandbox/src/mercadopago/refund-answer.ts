import { wholeUnits } from '@cauce/money';
import type { Transaction } from '../collections/collection.js';
import type { MercadopagoAccount } from './account.js';
import { dateText } from './date-text.js';

/** Numbers of refunds are longer than those of payments; this leaves room for 999 of one payment. */
const ROOM = 1_000;

/**
 * The refunds of a payment, oldest first, as Mercado Pago shows them.
 *
 * @source reference payments/id/refunds of mercadopago.com.co; `source` and `metadata` are objects, as in
 *   the types of npm mercadopago 3.6.1; how refunds are numbered is ours
 */
export function refundAnswers(
  { id: paymentId, refunds }: Pick<Transaction, 'id' | 'refunds'>,
  account: MercadopagoAccount,
): (Record<string, unknown> & { readonly id: number })[] {
  return refunds.map(({ amount, refundedAt }, index) => ({
    id: paymentId * ROOM + index + 1,
    payment_id: paymentId,
    amount: Number(wholeUnits(amount)),
    metadata: {},
    source: { id: String(account.collectorId), name: 'Comercio de Pruebas', type: 'collector' },
    date_created: dateText(refundedAt),
    unique_sequence_number: null,
    refund_mode: 'standard',
    adjustment_amount: 0,
    status: 'approved',
    reason: null,
    labels: [],
    amount_refunded_to_payer: Number(wholeUnits(amount)),
    partition_details: [],
  }));
}
