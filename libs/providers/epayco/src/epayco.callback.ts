import { createHash, timingSafeEqual } from 'node:crypto';
import { ConnectorError, type CallbackHint, type RawCallback } from '@cauce/connector-kit';
import { canonicalReference } from './epayco.mapping.js';
import { confirmation, type Confirmation } from './epayco.messages.js';

/** What ePayco signs confirmations with. */
export interface ConfirmationKeys {
  readonly customerId: string;
  /** `P_KEY` of the dashboard; not the private key. */
  readonly pKey: string;
}

/** Longest form that is parsed; a real one has some forty short fields. */
const MAX_FORM_BYTES = 32_768;

/**
 * The signature of a confirmation: SHA-256 over six fields joined by `^`. The state is not among them, so
 * a right signature says nothing about money.
 *
 * @source ePayco's WooCommerce plugin and documentation; test vector in the specs
 */
export function confirmationSignature(
  fields: Omit<Confirmation, 'x_signature' | 'x_id_invoice' | 'x_cust_id_cliente'>,
  keys: ConfirmationKeys,
): string {
  const signed = [
    keys.customerId,
    keys.pKey,
    fields.x_ref_payco,
    fields.x_transaction_id,
    fields.x_amount,
    fields.x_currency_code,
  ];
  return createHash('sha256').update(signed.join('^')).digest('hex');
}

/**
 * Reads a confirmation, sent as a query (GET) or as a form (POST), and checks its signature.
 *
 * @throws ConnectorError forged_callback when a field is missing or the signature is wrong
 */
export function readConfirmation(callback: RawCallback, keys: ConfirmationKeys): CallbackHint {
  const fields = confirmation.safeParse(fieldsOf(callback));
  if (!fields.success) {
    throw new ConnectorError('forged_callback', 'fields of a confirmation are missing');
  }
  const expected = Buffer.from(confirmationSignature(fields.data, keys));
  const received = Buffer.from(fields.data.x_signature.toLowerCase());
  if (expected.length !== received.length || !timingSafeEqual(expected, received)) {
    throw new ConnectorError('forged_callback', 'the signature is wrong');
  }
  return {
    reference: canonicalReference(fields.data.x_id_invoice),
    providerTransactionId: fields.data.x_ref_payco,
  };
}

function fieldsOf(callback: RawCallback): Record<string, unknown> {
  const query = Object.fromEntries(new URLSearchParams(callback.query));
  const text = Buffer.from(callback.body.subarray(0, MAX_FORM_BYTES)).toString('utf8');
  if (callback.contentType?.includes('json')) return { ...query, ...parseObject(text) };
  return { ...query, ...Object.fromEntries(new URLSearchParams(text)) };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)]));
  } catch {
    return {};
  }
}
