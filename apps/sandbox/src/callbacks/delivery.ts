import type { Confirmation } from './confirmation.js';
import type { Sent } from './send-confirmation.client.js';

/**
 * Where a confirmation stands. `held` waits for another one of its reference, `delayed` for its time,
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
  const { transaction, reference, state, isForged, request } = confirmation;
  return {
    id,
    status,
    attempts,
    answers,
    transaction,
    reference,
    state,
    forged: isForged,
    url: request.url,
    method: request.method,
    createdAt: createdAt.toISOString(),
    lastAttemptAt: lastAttemptAt?.toISOString() ?? null,
  };
}
