import type { Payer } from '@cauce/contracts';
import { attemptRow, paymentRow } from '../fixtures/rows.js';
import { ATTEMPT_STATUSES } from './attempt.entity.js';
import { STATES, statusOf, type PaymentState } from './payment-state.js';
import { paymentView, toPaymentView } from './payment-view.schema.js';

const payer: Payer = {
  kind: 'person',
  name: 'Ana Muñoz',
  email: 'ana@example.com',
  phone: null,
  document: { type: 'CC', number: '1020304051' },
};

describe('a payment as its merchant sees it', () => {
  it('has what the merchant sent, what became of it, and nothing of how we keep it', () => {
    const view = toPaymentView(paymentRow(), [attemptRow()], payer);
    expect(view).toMatchObject({
      id: 'pay_1',
      status: 'awaiting_payment',
      amount: { value: 8_500_000, currency: 'COP' },
      amountPaid: { value: 0, currency: 'COP' },
      instruction: { code: '998877', expiresAt: '2026-11-24T04:59:59.000Z' },
      expiry: { requested: null, effective: '2026-11-24T04:59:59.000Z' },
      attempts: [{ id: 'att_1', status: 'issued', endedAt: '2026-11-20T15:00:02.000Z' }],
      payer,
      metadata: { cart: '7' },
    });
    expect(JSON.stringify(view)).not.toMatch(/sealed|index|mer_1|their-1|pending/);
  });

  it.each(Object.keys(STATES) as PaymentState[])('in %s fits the published schema', (state) => {
    const view = toPaymentView(paymentRow({ state }), [], payer);
    expect(paymentView.parse(view)).toEqual(view);
    expect(view.status).toBe(statusOf(state));
  });

  it.each(ATTEMPT_STATUSES)('with an attempt that is %s fits the published schema', (status) => {
    const attempt = attemptRow({ status, endedAt: null, outcome: null, instruction: null });
    const view = toPaymentView(paymentRow(), [attempt], payer);
    expect(paymentView.parse(view)).toEqual(view);
    expect(view.attempts[0]?.endedAt).toBeNull();
  });

  describe('shows as instruction', () => {
    const voucher = (code: string) => ({
      ...(attemptRow().instruction as { kind: 'voucher' }),
      code,
    });
    const shown = (...attempts: Parameters<typeof attemptRow>[0][]) =>
      toPaymentView(
        paymentRow(),
        attempts.map((one) => attemptRow(one)),
        payer,
      ).instruction;

    it('none before there is one', () => {
      expect(shown({ status: 'sending', instruction: null })).toBeNull();
    });

    it('the one of the last attempt that has one', () => {
      expect(
        shown(
          { instruction: voucher('one') as never, status: 'expired' },
          { instruction: voucher('two') as never },
          { instruction: null, status: 'not_sent' },
        ),
      ).toMatchObject({ code: 'two' });
    });

    it('never one that another one was paid instead of', () => {
      const other = { status: 'cancelled', reason: 'another_was_paid' } as const;
      expect(shown({ status: 'orphaned' }, other)).toBeNull();
      expect(shown({ status: 'cancelled' })).toMatchObject({ code: '998877' });
    });

    it('never an orphan, though it was found last', () => {
      expect(shown({ status: 'orphaned' })).toBeNull();
      expect(
        shown(
          { instruction: voucher('live') as never },
          { instruction: voucher('orphan') as never, status: 'orphaned' },
        ),
      ).toMatchObject({ code: 'live' });
    });
  });

  it('does not show an amount that JSON would round', () => {
    const row = paymentRow({ amountPaidMinor: 2n ** 53n });
    expect(() => toPaymentView(row, [], payer)).toThrow('do not fit a JSON number');
  });
});
