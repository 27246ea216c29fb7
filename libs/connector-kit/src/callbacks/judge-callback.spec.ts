import fc from 'fast-check';
import type { ProviderTransaction } from '../connector.js';
import { judgeCallback, lookAgainAt, MAX_CALLBACK_AGE_MS } from './judge-callback.js';

type Status = ProviderTransaction['status'];

const found = (...statuses: Status[]) => ({
  kind: 'found' as const,
  transactions: statuses.map((status, index) => ({
    providerTransactionId: String(index),
    reference: '17636',
    status,
    amount: { minor: 1n, currency: 'COP' as const },
    occurredAt: new Date(0),
  })),
});

const claiming = (claims: Status | null) => ({
  reference: '17636',
  providerTransactionId: '0',
  claims,
});

/** Verdict by what the callback claims, what the provider answers, and whose it is. */
const TABLE: [Status | null, Status | 'absent', 'owned' | 'nobody' | 'nobody, waited', string][] = [
  ['paid', 'paid', 'owned', 'state'],
  ['paid', 'reversed', 'owned', 'state'],
  ['pending', 'paid', 'owned', 'state'],
  [null, 'paid', 'owned', 'state'],
  ['paid', 'paid', 'nobody', 'wait'],
  ['paid', 'paid', 'nobody, waited', 'state'],
  ['paid', 'pending', 'owned', 'wait'],
  ['expired', 'pending', 'owned', 'wait'],
  ['pending', 'pending', 'owned', 'nothing'],
  [null, 'pending', 'owned', 'nothing'],
  ['pending', 'pending', 'nobody', 'nothing'],
  ['expired', 'expired', 'owned', 'look'],
  ['paid', 'rejected', 'owned', 'look'],
  ['cancelled', 'cancelled', 'nobody', 'look'],
  ['paid', 'absent', 'owned', 'wait'],
  [null, 'absent', 'nobody, waited', 'wait'],
];

describe('a callback that claims one thing', () => {
  it.each(TABLE)('%s, while the provider says %s (%s): %s', (claims, says, owner, verdict) => {
    const answer = says === 'absent' ? { kind: 'absent' as const } : found(says);
    const judged = judgeCallback(
      claiming(claims),
      answer,
      owner === 'owned',
      owner === 'nobody, waited',
    );
    expect(judged.kind).toBe(verdict);
  });

  it('states money only when the provider says so, whatever is claimed', () => {
    const statuses: Status[] = ['pending', 'paid', 'rejected', 'expired', 'cancelled', 'reversed'];
    const status = fc.constantFrom(...statuses);
    fc.assert(
      fc.property(
        fc.option(status),
        status,
        fc.boolean(),
        fc.boolean(),
        (claims, says, own, over) => {
          const { kind } = judgeCallback(claiming(claims), found(says), own, over);
          if (kind === 'state') expect(['paid', 'reversed']).toContain(says);
        },
      ),
    );
  });
});

describe('when a callback is looked at again', () => {
  const receivedAt = new Date('2026-11-20T15:00:00Z');
  const after = (ms: number) => new Date(receivedAt.getTime() + ms);

  it('after the pauses in turn, of which the last repeats', () => {
    const pauses = [1, 2, 3, 9].map(
      (tries) =>
        (lookAgainAt({ tries, receivedAt }, receivedAt, [10, 20, 30], 1_000)?.getTime() ?? 0) -
        receivedAt.getTime(),
    );
    expect(pauses).toEqual([10, 20, 30, 30]);
  });

  it('at the latest when money without an owner is stated', () => {
    const callback = { tries: 3, receivedAt };
    expect(lookAgainAt(callback, after(950), [10, 20, 300], 1_000)).toEqual(after(1_000));
    expect(lookAgainAt(callback, after(1_000), [10, 20, 300], 1_000)).toEqual(after(1_300));
  });

  it('later than now, until it is a day old', () => {
    const ms = fc.integer({ min: 1, max: 10_000_000 });
    fc.assert(
      fc.property(
        fc.array(ms, { minLength: 1 }),
        fc.nat(1e9),
        ms,
        fc.integer({ min: 1, max: 99 }),
        (pauses, age, patience, tries) => {
          const next = lookAgainAt({ tries, receivedAt }, after(age), pauses, patience);
          if (next === null) return;
          expect(next.getTime()).toBeGreaterThan(after(age).getTime());
          expect(next.getTime() - receivedAt.getTime()).toBeLessThanOrEqual(MAX_CALLBACK_AGE_MS);
        },
      ),
    );
  });
});
