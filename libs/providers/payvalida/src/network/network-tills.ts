import type { TillProtocol } from '@cauce/connector-kit';
import { answerCollection, type CollectionHost } from './answer-collection.js';

/**
 * How long after its confirmation a till may take a collection back.
 *
 * @source docs.payvalida.com, API Recaudos Redes, "Introduction" and "Confirmation": 30 seconds
 */
const REVERSE_WITHIN_MS = 30_000;

/** Tills of Payvalida's networks that take in cash, for whoever answers them. */
export function networkTills(host: CollectionHost): TillProtocol {
  return {
    reverseWithinMs: REVERSE_WITHIN_MS,
    answer: (desk, request) => answerCollection(desk, host, request),
  };
}
