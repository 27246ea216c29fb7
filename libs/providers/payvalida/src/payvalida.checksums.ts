import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Payvalida's checksums: a hash over fields written one after the other, without separators, and a secret at
 * the end. Every field must be the text that goes over the wire. Without separators two neighbours can be
 * cut elsewhere and give the same checksum; what each proves is said where it is used.
 *
 * @source docs.payvalida.com, the page of each operation; vectors recomputed in the specs
 */

/** What a new order is signed with. */
export interface SignedOrder {
  readonly email: string;
  readonly country: string;
  readonly order: string;
  readonly money: string;
  readonly amount: string;
}

/** What a notification signs: neither the amount nor Payvalida's own number. */
export interface SignedNotification {
  readonly po_id: string;
  readonly status: string;
}

/** What an order to pay cash out is signed with. */
export interface SignedCashOut {
  readonly merchant: string;
  readonly operation: string;
  readonly amount: string;
  readonly currency: string;
  readonly document: string;
}

/** What a notification about cash paid out signs; the amount without decimals. */
export interface SignedCashOutNotification {
  readonly operation: string;
  readonly document: string;
  readonly amount: string;
  readonly currency: string;
  readonly status: string;
}

/** Checksum of a new order. */
export function orderChecksum(order: SignedOrder, fixedHash: string): string {
  const { email, country, order: number, money, amount } = order;
  return sha512([email, country, number, money, amount, fixedHash]);
}

/** Checksum of a question about an order, and of its deletion. */
export function orderQueryChecksum(order: string, merchant: string, fixedHash: string): string {
  return sha512([order, merchant, fixedHash]);
}

/** Checksum of a notification about an order: the only one that is SHA-256. */
export function notificationChecksum(sent: SignedNotification, notificationHash: string): string {
  const text = [sent.po_id, sent.status, notificationHash].join('');
  return createHash('sha256').update(text).digest('hex');
}

/** Checksum of an order to pay cash out. */
export function cashOutChecksum(order: SignedCashOut, fixedHash: string): string {
  const { merchant, operation, amount, currency, document } = order;
  return sha512([merchant, operation, amount, currency, document, fixedHash]);
}

/** Checksum of a notification about cash paid out. */
export function cashOutNotificationChecksum(
  sent: SignedCashOutNotification,
  notificationHash: string,
): string {
  const { operation, document, amount, currency, status } = sent;
  return sha512([operation, document, amount, currency, status, notificationHash]);
}

/** SHA-512 over fields one after the other. @returns 128 hexadecimal digits in lower case */
export function sha512(fields: readonly string[]): string {
  return createHash('sha512').update(fields.join('')).digest('hex');
}

/** Compares checksums in constant time; Payvalida's pages print them in capitals too. */
export function isSameChecksum(expected: string, received: string): boolean {
  const ours = Buffer.from(expected);
  const theirs = Buffer.from(received.toLowerCase());
  return ours.length === theirs.length && timingSafeEqual(ours, theirs);
}
