import type { Order } from '../collections/collection.js';
import type { PaymentDetails } from './payment-details.schema.js';
import { amountOf, type PaymentBody } from './payment-request.schema.js';

/** Life of a voucher that names no end, and of a transfer, which ends by itself. @source PSE pages: 15 minutes */
const TICKET_MS = 3 * 86_400_000;
const TRANSFER_MS = 15 * 60_000;

/** What a request is to be issued as. */
export function orderOf(asked: PaymentBody, idempotencyKey: string, now: Date): Order {
  const { payer } = asked;
  const url = asked.notification_url ?? null;
  const wish = asked.date_of_expiration ?? null;
  const method = asked.payment_method_id;
  const lifeMs = method === 'pse' ? TRANSFER_MS : TICKET_MS;
  const ownEnd = new Date(now.getTime() + lifeMs);
  const details: PaymentDetails = {
    idempotencyKey,
    description: asked.description,
    email: payer.email,
    firstName: payer.first_name ?? null,
    lastName: payer.last_name ?? null,
    document: payer.identification ?? null,
    bank: asked.transaction_details?.financial_institution ?? null,
    callbackUrl: asked.callback_url ?? null,
  };
  return {
    network: method,
    reference: asked.external_reference,
    amount: amountOf(asked),
    requestedExpiry: wish,
    expiresAt: method === 'pse' || wish === null ? ownEnd : new Date(wish),
    callback: url === null ? null : { url, method: 'POST' },
    details,
  };
}
