import { createHash } from 'node:crypto';

/**
 * Payvalida signs by hashing the fields and a shared secret, one behind the other without separators.
 *
 * @source docs.payvalida.com, api-recaudo (register, get, update, delete) and api-recaudos-plus (notification)
 */

/** The fields of an order that its checksum covers, as they came. */
export interface SignedOrder {
  readonly email: string;
  readonly country: string;
  readonly order: string;
  readonly money: string;
  readonly amount: string;
}

/** Of the requests that register and change an order. @returns 128 hexadecimal digits in lower case */
export function orderChecksum(signed: SignedOrder, fixedHash: string): string {
  const { email, country, order, money, amount } = signed;
  return sha512([email, country, order, money, amount, fixedHash]);
}

/** Of the requests that read and delete an order. @returns 128 hexadecimal digits in lower case */
export function lookupChecksum(order: string, merchant: string, fixedHash: string): string {
  return sha512([order, merchant, fixedHash]);
}

/** Of a notification: amount and number are not covered. @returns 64 hexadecimal digits in lower case */
export function notificationChecksum(order: string, status: string, hash: string): string {
  return createHash('sha256').update(`${order}${status}${hash}`).digest('hex');
}

/** @returns 128 hexadecimal digits in lower case */
export function sha512(parts: readonly string[]): string {
  return createHash('sha512').update(parts.join('')).digest('hex');
}
