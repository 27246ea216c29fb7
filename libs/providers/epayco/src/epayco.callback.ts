import { createHash, timingSafeEqual } from 'node:crypto';
import { parseExactly, type CallbackReading, type RawCallback } from '@cauce/connector-kit';
import { canonicalReference } from './epayco.mapping.js';
import { confirmation, type Confirmation } from './epayco.messages.js';
import { statusOf } from './epayco.states.js';

/** What ePayco signs confirmations with. */
export interface ConfirmationKeys {
  readonly customerId: string;
  /** `P_KEY` of the dashboard; not the private key. */
  readonly pKey: string;
}

/** Longest form that is parsed; a real one has some sixty short fields. */
const MAX_FORM_BYTES = 32_768;

/** A reference of ours: nothing else of an unsigned callback is worth a look. */
const OUR_FORM = /^\d{1,48}$/;

type Signed = Pick<
  Confirmation,
  'x_ref_payco' | 'x_transaction_id' | 'x_amount' | 'x_currency_code'
>;

/**
 * The signature of a confirmation: SHA-256 over six fields joined by `^`, each exactly as it was sent. The
 * state is not among them, so a right signature says nothing about money.
 *
 * @returns 64 hexadecimal digits
 * @source ePayco's WooCommerce plugin and documentation; test vector in the specs
 */
export function confirmationSignature(fields: Signed, keys: ConfirmationKeys): string {
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
 * Reads a confirmation, sent as a query (GET), as a form or as JSON (POST), and checks its signature.
 *
 * @returns a hint when the signature is right, else `forged` with the reference that it names
 */
export function readConfirmation(callback: RawCallback, keys: ConfirmationKeys): CallbackReading {
  const sent = fieldsOf(callback);
  const fields = confirmation.safeParse(sent);
  if (!fields.success || !isSigned(fields.data, keys)) {
    return { kind: 'forged', reference: namedBy(sent) };
  }
  const { x_id_invoice: invoice, x_ref_payco: id, x_cod_transaction_state: state } = fields.data;
  return {
    kind: 'hint',
    signature: confirmationSignature(fields.data, keys),
    hint: {
      reference: canonicalReference(invoice),
      providerTransactionId: id,
      claims: statusOf(state ?? ''),
    },
  };
}

function isSigned(fields: Confirmation, keys: ConfirmationKeys): boolean {
  const expected = Buffer.from(confirmationSignature(fields, keys));
  const received = Buffer.from(fields.x_signature.toLowerCase());
  return expected.length === received.length && timingSafeEqual(expected, received);
}

function namedBy(sent: Readonly<Record<string, unknown>>): string | null {
  const reference = canonicalReference(String(sent['x_id_invoice'] ?? ''));
  return OUR_FORM.test(reference) ? reference : null;
}

function fieldsOf(callback: RawCallback): Record<string, unknown> {
  const query = Object.fromEntries(new URLSearchParams(callback.query));
  const text = new TextDecoder().decode(callback.body.subarray(0, MAX_FORM_BYTES));
  if (callback.contentType?.includes('json')) return { ...query, ...parseObject(text) };
  return { ...query, ...Object.fromEntries(new URLSearchParams(text)) };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value = parseExactly(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
