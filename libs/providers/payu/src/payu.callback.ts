import type { CallbackReading, RawCallback } from '@cauce/connector-kit';
import { confirmation } from './payu.messages.js';
import { canonicalReference } from './payu.orders.js';
import { isSigned, type PayuSigningKeys } from './payu.signatures.js';
import { entryOf, PAYU_CONFIRMED } from './payu.states.js';

/** Longest form that is parsed; a real one has some seventy short fields. */
const MAX_FORM_BYTES = 32_768;

/** A reference of ours: nothing else of an unsigned callback is worth a look. */
const OUR_FORM = /^\d{1,48}$/;

/**
 * Reads a confirmation, a form that PayU posts once a transaction is final, and checks its signature. That
 * covers reference, amount, currency and state, but not the transaction: the same words under another
 * `transaction_id` would be a second payment. So it is a hint, and PayU is asked.
 *
 * @returns a hint when the signature is right, else `forged` with the reference that it names
 */
export function readConfirmation(callback: RawCallback, keys: PayuSigningKeys): CallbackReading {
  const sent = formOf(callback);
  const fields = confirmation.safeParse(sent);
  if (!fields.success || !isRight(fields.data, keys)) {
    return { kind: 'forged', reference: namedBy(sent) };
  }
  const { reference_sale: reference, transaction_id: id, state_pol: state } = fields.data;
  return {
    kind: 'hint',
    signature: fields.data.sign.toLowerCase(),
    hint: {
      reference: canonicalReference(reference),
      providerTransactionId: id,
      claims: entryOf(PAYU_CONFIRMED, state),
    },
  };
}

function isRight(fields: ReturnType<typeof confirmation.parse>, keys: PayuSigningKeys): boolean {
  if (fields.merchant_id !== keys.merchantId) return false;
  try {
    return isSigned(fields, fields.sign, keys);
  } catch {
    return false; // a value that is no amount
  }
}

function namedBy(sent: Readonly<Record<string, string>>): string | null {
  const reference = canonicalReference(sent['reference_sale'] ?? '');
  return OUR_FORM.test(reference) ? reference : null;
}

function formOf(callback: RawCallback): Record<string, string> {
  const text = new TextDecoder().decode(callback.body.subarray(0, MAX_FORM_BYTES));
  return Object.fromEntries(new URLSearchParams(text));
}
