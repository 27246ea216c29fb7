import { MESSAGE_TYPES } from '@cauce/contracts';
import { paymentRow } from '../fixtures/rows.js';
import type { MoneyEffect, Receipt } from './apply-facts.js';
import {
  moneyEvent,
  snapshotOf,
  STATUS_EVENTS,
  unidentifiedEvent,
  type StoredFact,
} from './payment-events.js';
import { STATES, statusOf, type PaymentState } from './payment-state.js';

const fact: StoredFact = {
  id: 'fact_2',
  route: 'efecty.epayco',
  reference: '1234',
  providerTransactionId: 't1',
  amountMinor: 9_000_000n,
  occurredAt: new Date('2026-11-21T03:30:00Z'),
};
const receipt: Receipt = {
  factId: 'fact_1',
  attemptId: 'att_1',
  route: 'efecty.epayco',
  providerTransactionId: 't1',
  amountMinor: 9_000_000n,
  appliedMinor: 8_500_000n,
  surplusMinor: 500_000n,
  isReversed: false,
};
const about = {
  factId: 'fact_1',
  paymentId: 'pay_1',
  merchantId: 'mer_1',
  attemptId: 'att_1',
  route: 'efecty.epayco',
  occurredAt: fact.occurredAt,
  occurredOn: '2026-11-20',
};
const amount = { minor: 9_000_000n, currency: 'COP' };

describe('events of payments', () => {
  it.each(Object.keys(STATES) as PaymentState[])('%s is told by its public status', (state) => {
    const event = STATUS_EVENTS[state];
    const expected = statusOf(state) === 'processing' ? null : `payment.${statusOf(state)}`;
    expect(event).toBe(expected);
    if (event !== null) expect(Object.keys(MESSAGE_TYPES)).toContain(event);
  });

  it('carry the payment without its payer', () => {
    const snapshot = snapshotOf(paymentRow({ amountPaidMinor: 100n, isLate: true }));
    expect(snapshot).toEqual({
      id: 'pay_1',
      merchantId: 'mer_1',
      reference: 'ORD-1',
      status: 'awaiting_payment',
      amount: { minor: 8_500_000n, currency: 'COP' },
      amountPaid: { minor: 100n, currency: 'COP' },
      method: 'efecty',
      route: 'efecty.epayco',
      late: true,
      effectiveExpiresAt: new Date('2026-11-24T04:59:59Z'),
    });
  });

  it('tell money that came, how it was shared out and on which day in Bogota', () => {
    const effect: MoneyEffect = { kind: 'received', receipt, cause: 'late', completes: true };
    expect(moneyEvent(paymentRow(), effect, fact)).toEqual({
      type: 'payment.money_received',
      data: {
        ...about,
        amount,
        reference: '1234',
        providerTransactionId: 't1',
        applied: 8_500_000n,
        surplus: 500_000n,
        cause: 'late',
        completes: true,
        due: 8_500_000n,
      },
    });
  });

  it('tell money that was taken back by the fact that said so, with what it was worth', () => {
    const effect: MoneyEffect = { kind: 'reversed', receipt, byFactId: 'fact_2' };
    expect(moneyEvent(paymentRow(), effect, fact)).toEqual({
      type: 'payment.money_reversed',
      data: {
        ...about,
        amount,
        reference: '1234',
        providerTransactionId: 't1',
        factId: 'fact_2',
        reversedFactId: 'fact_1',
        applied: 8_500_000n,
        surplus: 500_000n,
      },
    });
  });

  it('tell surplus that pays the merchant by its own receipt, and how much of it moved', () => {
    const effect: MoneyEffect = {
      kind: 'surplus_applied',
      receipt,
      movedMinor: 300_000n,
      completes: false,
    };
    const event = moneyEvent(paymentRow(), effect, fact);
    expect(event).toMatchObject({
      type: 'payment.surplus_applied',
      data: {
        ...about,
        amount: { minor: 300_000n, currency: 'COP' },
        completes: false,
        due: 8_500_000n,
      },
    });
  });

  it.each([
    ['received', 'payment.money_received'],
    ['reversed', 'payment.money_reversed'],
    ['surplus_applied', 'payment.surplus_applied'],
  ] as const)('of money that was %s fit the contract', (kind, type) => {
    const parts = {
      cause: 'on_time',
      completes: true,
      byFactId: 'fact_2',
      movedMinor: 1n,
    } as const;
    const event = moneyEvent(paymentRow(), { ...parts, kind, receipt } as MoneyEffect, fact);
    expect(event.type).toBe(type);
    expect(MESSAGE_TYPES[type].data.safeEncode(event.data as never).success).toBe(true);
  });

  it.each([
    ['paid', 9_000_000n],
    ['reversed', -9_000_000n],
  ] as const)('of %s money for nobody say %s minor units, in its own currency', (kind, minor) => {
    expect(unidentifiedEvent(fact, kind, 'USD')).toEqual({
      factId: 'fact_2',
      route: 'efecty.epayco',
      reference: '1234',
      providerTransactionId: 't1',
      amount: { minor, currency: 'USD' },
      occurredAt: fact.occurredAt,
      occurredOn: '2026-11-20',
    });
  });
});
