import { verdictOf } from './call-verdict.js';

describe('what an answer says of the provider', () => {
  it('is good when the call was done', () => {
    expect(verdictOf({ outcome: 'done' })).toBe('success');
  });

  it.each(['rejected', 'not_sent', 'unknown'] as const)(
    'is what the connector says of a call that ended %s',
    (outcome) => {
      expect(verdictOf({ outcome, countsAgainstHealth: true })).toBe('failure');
      expect(verdictOf({ outcome, countsAgainstHealth: false })).toBe('neutral');
    },
  );

  it('is bad without the connector’s word only when the outcome is unknown', () => {
    expect(verdictOf({ outcome: 'unknown' })).toBe('failure');
    expect(verdictOf({ outcome: 'rejected' })).toBe('neutral');
    expect(verdictOf({ outcome: 'not_sent' })).toBe('neutral');
  });
});
