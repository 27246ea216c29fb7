import type { CallbackReading, RawCallback } from '@cauce/connector-kit';
import { parseBody } from './parse-body.js';
import { isSameChecksum, notificationChecksum } from './payvalida.checksums.js';
import { canonicalReference } from './payvalida.mapping.js';
import { notification } from './payvalida.messages.js';
import { claimOf } from './payvalida.states.js';

/** Longest notification that is parsed; a real one has seven short fields. */
const MAX_BYTES = 32_768;

/** A reference of ours: nothing else is worth a look. */
const OUR_FORM = /^\d{1,48}$/;

/**
 * Reads a notification and checks its checksum, which covers the order and its status and not the amount.
 *
 * @param notificationHash FIXED_HASH_NOTIFICACION of the account, another one than that of requests
 * @returns a hint when the checksum is right, else `forged` with the reference that it names
 */
export function readNotification(callback: RawCallback, notificationHash: string): CallbackReading {
  const sent = callback.body.length > MAX_BYTES ? undefined : parseBody(callback.body);
  const parsed = notification.safeParse(sent);
  if (!parsed.success) return { kind: 'forged', reference: namedBy(sent) };
  const { po_id: order, status, pv_checksum: received } = parsed.data;
  const expected = notificationChecksum({ po_id: order, status }, notificationHash);
  const reference = canonicalReference(order);
  // Without separators `12` and `approved` sign `12app` and `roved` too: only a number can be an order of ours.
  if (!OUR_FORM.test(reference) || !isSameChecksum(expected, received)) {
    return { kind: 'forged', reference: namedBy(sent) };
  }
  // The order is what Payvalida can be asked about; its own number can be changed without the hash.
  const hint = { reference, providerTransactionId: reference, claims: claimOf(status) };
  return { kind: 'hint', hint, signature: expected };
}

function namedBy(sent: unknown): string | null {
  if (typeof sent !== 'object' || sent === null) return null;
  const order: unknown = Reflect.get(sent, 'po_id');
  const reference = typeof order === 'string' ? canonicalReference(order) : '';
  return OUR_FORM.test(reference) ? reference : null;
}
