import type { TillProtocol } from '@cauce/connector-kit';
import { answerCollection, type CollectionHost } from './answer-collection.js';

/**
 * How long after its confirmation a till may take a collection back.
 *
 * @source docs.payvalida.com, API Recaudos Redes, "Introduction" and "Confirmation": 30 seconds
 */
const REVERSE_WITHIN_MS = 30_000;

/**
 * How long a registration that nobody confirms keeps its voucher from other tills. No source says; a till
 * repeats for a minute or two, and one that is silent for longer than this has died between its two requests.
 */
const HOLD_MS = 15 * 60_000;

/** Tills of Payvalida's networks that take in cash, for whoever answers them. */
export function networkTills(host: CollectionHost): TillProtocol {
  return {
    reverseWithinMs: REVERSE_WITHIN_MS,
    holdMs: HOLD_MS,
    answer: (desk, request) => answerCollection(desk, host, request),
  };
}
