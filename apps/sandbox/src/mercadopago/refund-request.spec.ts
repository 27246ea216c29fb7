import type { Transaction } from '../collections/collection.js';
import { payment } from '../fixtures/mercadopago-under-test.js';
import { pesos } from '../fixtures/provider-under-test.js';
import { NOW } from '../fixtures/sandbox-under-test.js';
import { decideRefund } from './refund-request.js';

const DAY_MS = 86_400_000;
const refund = (units: number) => ({ amount: pesos(units), refundedAt: NOW, details: {} });

const paid = (change: Partial<Transaction> = {}) =>
  payment({ state: 'paid', paidAt: NOW, amount: pesos(10_000), ...change });

function decided(change: Partial<Transaction>, body: unknown, now = NOW) {
  const decision = decideRefund(paid(change), body, now);
  return decision.kind === 'refused' ? decision.code : decision.amount;
}

describe('a refund that is asked for', () => {
  it.each([
    ['all, without a body', [], undefined, 10_000],
    ['all, with an empty one', [], {}, 10_000],
    ['all that is left', [refund(4_000)], {}, 6_000],
    ['a part', [], { amount: 1 }, 1],
    ['the rest by name', [refund(4_000), refund(1)], { amount: 5_999 }, 5_999],
  ])('is %s', (_, refunds, body, units) => {
    expect(decided({ refunds }, body)).toEqual(pesos(units));
  });

  it.each([
    ['one peso more than is left', { refunds: [refund(4_000)] }, { amount: 6_001 }, 2017],
    ['something of nothing left', { state: 'reversed' }, { amount: 1 }, 2017],
    ['all of nothing left', { state: 'reversed' }, {}, 2063],
    ['money that nobody paid', { state: 'pending', paidAt: null }, {}, 2063],
    ['a part of that', { state: 'cancelled', paidAt: null }, { amount: 1 }, 2063],
    ['nothing', {}, { amount: 0 }, 4040],
    ['less than nothing', {}, { amount: -1 }, 4040],
    ['text', {}, { amount: '1' }, 4041],
    ['a part of a peso', {}, { amount: 0.5 }, 4041],
    ['no object', {}, [], 4041],
  ] as const)('is refused for %s', (_, change, body, code) => {
    expect(decided(change, body)).toBe(code);
  });

  it('is refused half a year after the payment', () => {
    const after = (days: number) => new Date(NOW.getTime() + days * DAY_MS);
    expect(decided({}, {}, after(180))).toEqual(pesos(10_000));
    expect(decided({}, {}, new Date(after(180).getTime() + 1))).toBe(2024);
  });
});
