import type { Confirmation } from './confirmation.js';
import type { Sent } from './send-confirmation.client.js';

/**
 * Where a confirmation stands. `held` waits for another one of its factura, `delayed` for its time,
 * `retrying` for its next attempt; `failed` had its last one.
 */
export const DELIVERY_STATUSES = [
  'sending',
  'delivered',
  'dropped',
  'held',
  'delayed',
  'retrying',
  'failed',
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** Whether a flush sends it. */
export const WAITING: readonly DeliveryStatus[] = ['dropped', 'held', 'delayed', 'retrying'];

/** A confirmation and what became of it. */
export interface Delivery {
  readonly id: number;
  readonly confirmation: Confirmation;
  readonly createdAt: Date;
  status: DeliveryStatus;
  /** Attempts by schedule; copies count as one. */
  rounds: number;
  attempts: number;
  /** How often each answer came: a status, or the name of an error. */
  readonly answers: Record<string, number>;
  lastAttemptAt: Date | null;
}

/** Writes down how an attempt ended. */
export function noteAttempt(delivery: Delivery, sent: Sent, at: Date): void {
  const answer = String(sent.status ?? sent.error);
  delivery.attempts += 1;
  delivery.lastAttemptAt = at;
  delivery.answers[answer] = (delivery.answers[answer] ?? 0) + 1;
}

/** A delivery as the driver sees it. */
export function deliveryView(delivery: Delivery): object {
  const { confirmation, createdAt, lastAttemptAt, id, status, attempts, answers } = delivery;
  const { refPayco, factura, state, isForged, target } = confirmation;
  return {
    id,
    status,
    attempts,
    answers,
    refPayco,
    factura,
    state,
    forged: isForged,
    url: target.url,
    method: target.method,
    createdAt: createdAt.toISOString(),
    lastAttemptAt: lastAttemptAt?.toISOString() ?? null,
  };
}
