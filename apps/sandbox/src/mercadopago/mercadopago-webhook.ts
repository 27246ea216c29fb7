import { createHash } from 'node:crypto';
import type { Confirmation, ForgedSignature } from '../callbacks/confirmation.js';
import type { Transaction } from '../collections/collection.js';
import type { MercadopagoAccount } from './account.js';
import { dateText } from './date-text.js';
import { signWebhook } from './sign-webhook.js';

const SECOND_MS = 1_000;

/**
 * What Mercado Pago tells about a payment: that there is news, and nothing of what it is.
 *
 * @param forgery - `wrong` signs with another secret; `replayed` is a right webhook of a payment that
 *   nobody made, which proves nothing because the state is not in it
 * @returns null when the merchant did not say where
 */
export function mercadopagoWebhook(
  transaction: Transaction,
  account: MercadopagoAccount,
  forgery: ForgedSignature | null,
): Confirmation | null {
  const { id, reference, state, changedAt, callback, refunds } = transaction;
  if (callback === null) return null;
  const requestId = requestIdOf(`${id} ${state} ${refunds.length} ${changedAt.toISOString()}`);
  const ts = Math.floor(changedAt.getTime() / SECOND_MS);
  const secret = forgery === 'wrong' ? `not ${account.webhookSecret}` : account.webhookSecret;
  const url = new URL(callback.url);
  url.searchParams.append('data.id', String(id));
  url.searchParams.append('type', 'payment');
  return {
    transaction: id,
    reference,
    state: forgery === null ? state : 'paid',
    isForged: forgery !== null,
    request: {
      method: 'POST',
      url: url.href,
      headers: {
        'content-type': 'application/json',
        'x-request-id': requestId,
        'x-signature': signWebhook(secret, { dataId: String(id), requestId, ts }),
      },
      body: JSON.stringify({
        id: Number.parseInt(requestId.slice(0, 8), 16),
        live_mode: false,
        type: 'payment',
        date_created: dateText(changedAt),
        user_id: account.collectorId,
        api_version: 'v1',
        action: state === 'pending' ? 'payment.created' : 'payment.updated',
        data: { id: String(id) },
      }),
    },
  };
}

/** The same for the same news, so that a retry is the same request. */
function requestIdOf(news: string): string {
  const hex = createHash('sha256').update(news).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`];
  return [...parts, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
