import { attemptRow } from '../fixtures/rows.js';
import type { Receipt } from './apply-facts.js';
import { ATTEMPT_STATUSES, type AttemptEntity, type AttemptStatus } from './attempt.entity.js';
import { giveUpUnneeded, isPaidFor, isPayableAgain, isUnneeded } from './given-up-vouchers.js';
import { STATES, type PaymentState } from './payment-state.js';

const now = new Date('2026-11-21T15:00:00Z');
const states = Object.keys(STATES) as PaymentState[];

function receipt(attemptId: string, overrides: Partial<Receipt> = {}): Receipt {
  return {
    ...{ factId: `fact_${attemptId}`, attemptId, route: 'efecty.epayco' },
    ...{ providerTransactionId: attemptId, amountMinor: 100n, appliedMinor: 100n },
    ...{ surplusMinor: 0n, isReversed: false, ...overrides },
  };
}
const surplus = { appliedMinor: 0n, surplusMinor: 100n };

const givenUp = (attempt: Partial<AttemptEntity>, state: PaymentState = 'paid') =>
  giveUpUnneeded(attemptRow(attempt), state, [receipt('att_2')], now);

describe('a voucher is unneeded', () => {
  it.each(states)('of a payment that is %s: only where it is paid, by another one', (state) => {
    expect(isUnneeded(state, 'att_1', [receipt('att_2')])).toBe(state === 'paid');
  });

  it.each<[string, Receipt[], boolean]>([
    ['its money pays all', [receipt('att_1')], false],
    ['its money pays a part', [receipt('att_2'), receipt('att_1')], false],
    ['its money is the payer’s', [receipt('att_2'), receipt('att_1', surplus)], true],
    [
      'some of its money is the payer’s, and some pays',
      [receipt('att_1'), receipt('att_1', surplus)],
      false,
    ],
    ['its money was taken back', [receipt('att_1', { isReversed: true }), receipt('att_2')], true],
  ])('when %s: %j', (_, receipts, expected) => {
    expect(isUnneeded('paid', 'att_1', receipts)).toBe(expected);
  });
});

describe('an unneeded attempt', () => {
  const OTHERS = ATTEMPT_STATUSES.filter((one) => one !== 'issued' && one !== 'cancelled');

  it('that is issued is given up now', () => {
    expect(givenUp({ status: 'issued' })).toEqual({
      ...{ status: 'cancelled', reason: 'another_was_paid', endedAt: now },
    });
  });

  it('that the merchant gave up ended when it did, and is hidden from now on', () => {
    const endedAt = new Date('2026-11-20T16:00:00Z');
    expect(givenUp({ status: 'cancelled', endedAt })).toEqual({
      ...{ status: 'cancelled', reason: 'another_was_paid', endedAt },
    });
  });

  it.each(['cancelled', 'another_was_paid'])('that is cancelled (%s) stays as it is', (reason) => {
    expect(givenUp({ status: 'cancelled', reason })).toBeNull();
  });

  it.each(OTHERS)('that is %s stays as it is', (status) => {
    expect(givenUp({ status })).toBeNull();
  });

  it.each(states.filter((state) => state !== 'paid'))('is none while %s', (state) => {
    expect(givenUp({ status: 'issued' }, state)).toBeNull();
  });
});

describe('a voucher that was given up', () => {
  const GIVEN_UP: readonly AttemptStatus[] = ['orphaned', 'cancelled'];

  it.each<[string, Receipt[], boolean]>([
    ['its money pays', [receipt('att_1')], true],
    ['its money is the payer’s', [receipt('att_2'), receipt('att_1', surplus)], true],
    ['its money was taken back', [receipt('att_1', { isReversed: true })], false],
    ['another one was paid', [receipt('att_2')], false],
  ])('is paid for, and not voided, when %s: %j', (_, receipts, expected) => {
    expect(isPaidFor('att_1', receipts)).toBe(expected);
  });

  it.each(ATTEMPT_STATUSES)('can be paid again once its money is taken back: %s', (status) => {
    const attempt = attemptRow({ status });
    const isGivenUp = GIVEN_UP.includes(status);
    const about = { kind: 'reversed', attemptId: attempt.id } as const;
    expect(isPayableAgain(attempt, about)).toBe(isGivenUp);
    expect(isPayableAgain(attempt, { ...about, attemptId: 'att_2' })).toBe(false);
    expect(isPayableAgain(attempt, { ...about, kind: 'paid' })).toBe(false);
  });
});
