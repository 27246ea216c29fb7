import { ATTEMPT_STATUSES, type AttemptStatus } from './attempt.entity.js';
import { MAX_ATTEMPTS, nextAttempt } from './next-attempt.js';
import { STATES, type PaymentState } from './payment-state.js';

const attempt = (route: string, status: AttemptStatus) => ({ id: `of ${route}`, route, status });
const names = (exclusions: ReturnType<typeof nextAttempt>) => exclusions.map((one) => [...one]);

describe('another attempt', () => {
  it('is made on a route that is new, then on one that was never reached', () => {
    const attempts = [attempt('a', 'not_sent'), attempt('b', 'rejected')];
    expect(names(nextAttempt('submitted', attempts, true))).toEqual([['a', 'b'], ['b']]);
  });

  it.each(['sending', 'unknown', 'issued'] as const)(
    'is refused while one is %s, whatever was asked',
    (status) => {
      const attempts = [attempt('a', 'not_sent'), attempt('b', status)];
      expect(() => nextAttempt('submitted', attempts, true)).toThrow(
        `attempt of b is ${status}: no other one may be started`,
      );
    },
  );

  it('may follow every other end', () => {
    const over = ATTEMPT_STATUSES.filter((one) => !['sending', 'unknown', 'issued'].includes(one));
    for (const status of over) {
      expect(nextAttempt('submitted', [attempt('a', status)], true)).toHaveLength(2);
    }
  });

  it('is made only while nobody knows how the payment ends', () => {
    const states = (Object.keys(STATES) as PaymentState[]).filter(
      (state) => nextAttempt(state, [attempt('a', 'not_sent')], true).length > 0,
    );
    expect(states).toEqual(['created', 'submitted', 'unresolved']);
  });

  it('is not made where no route would take it, nor after the last one', () => {
    expect(nextAttempt('submitted', [attempt('a', 'rejected')], false)).toEqual([]);
    const all = Array.from({ length: MAX_ATTEMPTS }, (_, at) => attempt(`r${at}`, 'not_sent'));
    expect(nextAttempt('submitted', all, true)).toEqual([]);
  });
});
