import { judgesProvider, verdictOf } from './call-verdict.js';

describe('what an answer says of the provider', () => {
  it('is good when the call was done', () => {
    expect(verdictOf({ outcome: 'done', reason: null })).toBe('success');
  });

  it.each(['rejected', 'not_sent', 'unknown'] as const)(
    'is what the connector says of a call that ended %s',
    (outcome) => {
      expect(verdictOf({ outcome, reason: 'x', countsAgainstHealth: true })).toBe('failure');
      expect(verdictOf({ outcome, reason: 'x', countsAgainstHealth: false })).toBe('neutral');
    },
  );

  it('is bad without the connector’s word only when the outcome is unknown', () => {
    expect(verdictOf({ outcome: 'unknown', reason: null })).toBe('failure');
    expect(verdictOf({ outcome: 'rejected', reason: null })).toBe('neutral');
    expect(verdictOf({ outcome: 'not_sent', reason: null })).toBe('neutral');
  });

  it('is that we are locked out when it refuses our credentials, which judges no provider', () => {
    const verdict = verdictOf({
      outcome: 'rejected',
      reason: 'auth_failed',
      countsAgainstHealth: false,
    });
    expect(verdict).toBe('locked_out');
    expect(judgesProvider(verdict)).toBe(false);
  });
});
