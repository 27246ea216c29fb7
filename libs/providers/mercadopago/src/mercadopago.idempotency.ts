import { createHash } from 'node:crypto';

/** What a key stands for: making a payment, or ending one. */
type Operation = 'create' | 'cancel';

/**
 * The idempotency key of an operation: the same for the same operation, however often and by whichever
 * process it is sent, so that Mercado Pago executes it once and repeats its answer.
 *
 * @param subject our reference for a create, Mercado Pago's id of the payment for a cancel
 * @returns a UUID of version 8 made from a SHA-256, because UUIDs are what Mercado Pago suggests
 */
export function idempotencyKey(operation: Operation, method: string, subject: string): string {
  const digest = createHash('sha256')
    .update(`cauce:${operation}:${method}:${subject}`)
    .digest('hex');
  const variant = ((Number.parseInt(digest.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  const groups = [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ];
  return groups.join('-');
}
