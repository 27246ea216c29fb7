import type { ConnectorResult } from '@cauce/contracts';

/**
 * What an ended call says of the provider's health. `locked_out` is a refusal of our credentials: the provider is
 * well and no breaker of ours helps, but the route issues nothing until a person has acted.
 */
export const VERDICTS = ['success', 'failure', 'neutral', 'locked_out'] as const;

export type Verdict = (typeof VERDICTS)[number];

/** Whether a breaker learns something from it. */
export function judgesProvider(verdict: Verdict): verdict is 'success' | 'failure' {
  return verdict === 'success' || verdict === 'failure';
}

/**
 * Judges an answer. Only technical failures count: refusals of the payer or of our own data, a connector that is
 * busy and callers that went away say nothing, neither for the provider nor against it.
 *
 * A connector that does not say whether a failure counts is taken at its outcome: `unknown` counts.
 */
export function verdictOf(
  result: Pick<ConnectorResult, 'outcome' | 'reason' | 'countsAgainstHealth'>,
): Verdict {
  if (result.outcome === 'done') return 'success';
  if (result.reason === 'auth_failed') return 'locked_out';
  return (result.countsAgainstHealth ?? result.outcome === 'unknown') ? 'failure' : 'neutral';
}
