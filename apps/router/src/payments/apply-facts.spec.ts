import fc from 'fast-check';
import { applyFact, appliedTotal, type MoneyFact, type PaymentMoney } from './apply-facts.js';
import type { PaymentState } from './payment-state.js';

const DUE = 8_500_000n;

function payment(overrides: Partial<PaymentMoney> = {}): PaymentMoney {
  return { state: 'pending', dueMinor: DUE, receipts: [], reversedAhead: [], ...overrides };
}

function paid(transaction: string, amountMinor = DUE): MoneyFact {
  return {
    factId: `fact_${transaction}`,
    attemptId: 'att_1',
    route: 'efecty.epayco',
    kind: 'paid',
    providerTransactionId: transaction,
    amountMinor,
  };
}

const reversed = (transaction: string, amountMinor = DUE): MoneyFact => ({
  ...paid(transaction, amountMinor),
  factId: `fact_r_${transaction}`,
  kind: 'reversed',
});

function applyAll(start: PaymentMoney, facts: readonly MoneyFact[]) {
  const effects = [];
  let current = start;
  for (const fact of facts) {
    const applied = applyFact(current, fact);
    effects.push(...applied.effects);
    current = { ...current, ...applied };
  }
  return { payment: current, effects };
}

describe('applying money facts', () => {
  it('pays in full on time', () => {
    const { state, effects, isLate } = applyFact(payment(), paid('t1'));
    expect(state).toBe('paid');
    expect(isLate).toBe(false);
    expect(effects).toMatchObject([{ kind: 'received', cause: 'on_time', completes: true }]);
  });

  it('pays a voucher whose create reply has not arrived yet', () => {
    expect(applyFact(payment({ state: 'submitted' }), paid('t1')).state).toBe('paid');
    expect(applyFact(payment({ state: 'unresolved' }), paid('t1')).state).toBe('paid');
  });

  it.each(['expired', 'cancelled', 'failed', 'reversed'] as PaymentState[])(
    'pays late after %s',
    (state) => {
      const applied = applyFact(payment({ state }), paid('t1'));
      expect(applied).toMatchObject({ state: 'paid', isLate: true });
      expect(applied.effects).toMatchObject([{ cause: 'late', completes: true }]);
    },
  );

  it('keeps one peso short as partially paid and applies what came', () => {
    const applied = applyFact(payment(), paid('t1', DUE - 100n));
    expect(applied.state).toBe('partially_paid');
    expect(applied.receipts[0]).toMatchObject({ appliedMinor: DUE - 100n, surplusMinor: 0n });
    expect(applied.effects).toMatchObject([{ completes: false }]);
  });

  it('owes one peso over to the payer', () => {
    const applied = applyFact(payment(), paid('t1', DUE + 100n));
    expect(applied.state).toBe('paid');
    expect(applied.receipts[0]).toMatchObject({ appliedMinor: DUE, surplusMinor: 100n });
  });

  it('owes a second payment to the payer in full and stays paid', () => {
    const { payment: after, effects } = applyAll(payment(), [paid('t1'), paid('t2')]);
    expect(after.state).toBe('paid');
    expect(effects[1]).toMatchObject({
      cause: 'duplicate',
      completes: false,
      receipt: { appliedMinor: 0n, surplusMinor: DUE },
    });
  });

  it('completes a partial payment with a second one, and splits it', () => {
    const { payment: after, effects } = applyAll(payment(), [
      paid('t1', DUE - 100n),
      paid('t2', 300n),
    ]);
    expect(after.state).toBe('paid');
    expect(effects[1]).toMatchObject({
      completes: true,
      receipt: { appliedMinor: 100n, surplusMinor: 200n },
    });
  });

  it('reverses a payment', () => {
    const { payment: after, effects } = applyAll(payment(), [paid('t1'), reversed('t1')]);
    expect(after.state).toBe('reversed');
    expect(effects[1]).toMatchObject({ kind: 'reversed', byFactId: 'fact_r_t1' });
  });

  it('lets a duplicate take the place of the receipt that was reversed', () => {
    const { payment: after, effects } = applyAll(payment(), [
      paid('t1'),
      paid('t2'),
      reversed('t1'),
    ]);
    expect(after.state).toBe('paid');
    expect(effects.slice(2)).toMatchObject([
      { kind: 'reversed', receipt: { providerTransactionId: 't1' } },
      { kind: 'surplus_applied', movedMinor: DUE, completes: true },
    ]);
  });

  it('remembers a reversal that came before its payment', () => {
    const { payment: after, effects } = applyAll(payment(), [reversed('t1'), paid('t1')]);
    expect(after.state).toBe('reversed');
    expect(after.reversedAhead).toEqual([]);
    expect(effects.map((effect) => effect.kind)).toEqual(['received', 'reversed']);
  });

  it('pays again after a reversal', () => {
    const { payment: after } = applyAll(payment(), [paid('t1'), reversed('t1'), paid('t2')]);
    expect(after.state).toBe('paid');
  });
});

const transactions = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^t[a-z]{3}$/),
    amount: fc.bigInt(1n, 3n * DUE),
    isUndone: fc.boolean(),
  }),
  { selector: (one) => one.id, minLength: 1, maxLength: 5 },
);

describe('any order of facts', () => {
  it('keeps every peso: applied plus surplus of standing receipts is what providers hold', () => {
    fc.assert(
      fc.property(transactions, fc.infiniteStream(fc.nat()), (list, order) => {
        const facts = list
          .flatMap((one) => [
            paid(one.id, one.amount),
            ...(one.isUndone ? [reversed(one.id, one.amount)] : []),
          ])
          .map((fact) => ({ fact, at: order.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ fact }) => fact);
        const { payment: after } = applyAll(payment(), facts);
        const held = list.filter((one) => !one.isUndone).reduce((sum, one) => sum + one.amount, 0n);
        const standing = after.receipts.filter((one) => !one.isReversed);
        const kept = standing.reduce((sum, one) => sum + one.appliedMinor + one.surplusMinor, 0n);
        expect(kept).toBe(held);
        const expected = held < DUE ? held : DUE;
        expect(appliedTotal(after.receipts)).toBe(expected);
        expect(after.state).toBe(
          expected === DUE ? 'paid' : expected > 0n ? 'partially_paid' : 'reversed',
        );
        expect(after.reversedAhead).toEqual([]);
      }),
    );
  });
});
