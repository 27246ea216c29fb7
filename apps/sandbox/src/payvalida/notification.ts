import { wholeUnits } from '@cauce/money';
import type { Confirmation, ForgedSignature } from '../callbacks/confirmation.js';
import type { State, Transaction } from '../collections/collection.js';
import { merchantNamed, type PayvalidaMerchants } from './account.js';
import { notificationChecksum } from './checksum.js';
import { orderDetailsSchema } from './order-details.schema.js';

type Status = 'approved' | 'cancelled';

/**
 * What is told of a state; null is not told. A payment is approved, an order that has expired or was annulled
 * for the payer is cancelled, and the merchant's own deletion is no news.
 *
 * @source docs.payvalida.com, api-recaudo, states; that a transfer that the bank refused is told is ours
 */
export const STATUSES = {
  pending: null,
  paid: 'approved',
  expired: 'cancelled',
  rejected: 'cancelled',
  reversed: 'cancelled',
  cancelled: null,
} as const satisfies Record<State, Status | null>;

/**
 * What Payvalida tells about the present state of an order.
 *
 * @param forgery - claims a payment: `wrong` signs with another hash; `replayed` is an approval whose
 *   checksum is right, as one that came before the order was annulled
 * @returns null when there is no address, no order of a merchant, or nothing to tell
 * @source docs.payvalida.com, api-recaudos-plus: POST of JSON, fields, checksum; that amounts are numbers of
 *   pesos is ours
 */
export function payvalidaNotification(
  transaction: Transaction,
  merchants: PayvalidaMerchants,
  forgery: ForgedSignature | null,
): Confirmation | null {
  const { id, reference, callback, network, amount, details } = transaction;
  const order = orderDetailsSchema.safeParse(details).data;
  const merchant = order === undefined ? null : merchantNamed(merchants, order.merchant);
  const status = forgery === null ? STATUSES[transaction.state] : 'approved';
  if (callback === null || merchant === null || status === null) return null;
  const { notificationHash } = merchant;
  const hash = forgery === 'wrong' ? `not ${notificationHash}` : notificationHash;
  return {
    transaction: id,
    reference,
    state: forgery === null ? transaction.state : 'paid',
    isForged: forgery !== null,
    request: {
      method: 'POST',
      url: callback.url,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        pv_po_id: id,
        po_id: reference,
        status,
        pv_checksum: notificationChecksum(reference, status, hash),
        amount: Number(wholeUnits(amount)),
        iso_currency: 'COP',
        pv_payment: network,
      }),
    },
  };
}
