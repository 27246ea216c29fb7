import type { ConnectorResult } from '@cauce/contracts';

/** What an ended call says of the provider's health. */
export type Verdict = 'success' | 'failure' | 'neutral';

/**
 * Judges an answer. Only technical failures count: refusals of the payer or of our own data, a connector that is
 * busy and callers that went away say nothing, neither for the provider nor against it.
 *
 * A connector that does not say whether a failure counts is taken at its outcome: `unknown` counts.
 */
export function verdictOf(
  result: Pick<ConnectorResult, 'outcome' | 'countsAgainstHealth'>,
): Verdict {
  if (result.outcome === 'done') return 'success';
  return (result.countsAgainstHealth ?? result.outcome === 'unknown') ? 'failure' : 'neutral';
}
