import fc from 'fast-check';
import {
  appliedTotal,
  applyFact,
  heldTotal,
  type MoneyEffect,
  type MoneyFact,
  type PaymentMoney,
} from './apply-facts.js';
import { STATES, type PaymentState } from './payment-state.js';

const DUE = 8_500_000n;

/** A till's transaction: money that came, on a route, and whether it was taken back. */
interface Till {
  readonly route: string;
  readonly transaction: string;
  readonly amount: bigint;
  readonly isUndone: boolean;
}

const states = Object.keys(STATES) as PaymentState[];
const neverPaid = states.filter((state) => !['partially_paid', 'paid'].includes(state));

/** Few names on two routes, so that both providers often number their transactions alike. */
const tills = fc.uniqueArray(
  fc.record<Till>({
    route: fc.constantFrom('efecty.epayco', 'efecty.payu'),
    transaction: fc.constantFrom('1001', '1002', '1003'),
    amount: fc.oneof(
      fc.bigInt(1n, 3n * DUE),
      fc.constantFrom(1n, DUE - 1n, DUE, DUE + 1n, DUE / 2n),
    ),
    isUndone: fc.boolean(),
  }),
  { selector: (till) => `${till.route} ${till.transaction}`, minLength: 1, maxLength: 6 },
);

function factsOf(list: readonly Till[]): MoneyFact[] {
  return list.flatMap(({ route, transaction, amount, isUndone }) => {
    const about = {
      attemptId: `att_${route}`,
      route,
      providerTransactionId: transaction,
      amountMinor: amount,
    };
    const factId = `${route} ${transaction}`;
    const paid: MoneyFact = { ...about, kind: 'paid', factId: `paid ${factId}` };
    const reversed: MoneyFact = { ...about, kind: 'reversed', factId: `reversed ${factId}` };
    return isUndone ? [paid, reversed] : [paid];
  });
}

/** Facts of some tills, in any order. */
const inAnyOrder = tills.chain((list) => {
  const facts = factsOf(list);
  const order = fc.shuffledSubarray(facts, { minLength: facts.length });
  return fc.record({ list: fc.constant(list), facts: order, other: order });
});

/** Applies facts one by one; one that is known already is left out, as the table of facts does. */
function applyAll(state: PaymentState, facts: readonly MoneyFact[]) {
  const known = new Set<string>();
  const effects: MoneyEffect[] = [];
  let payment: PaymentMoney = { state, dueMinor: DUE, receipts: [], reversedAhead: [] };
  for (const fact of facts) {
    if (known.has(fact.factId)) continue;
    known.add(fact.factId);
    const applied = applyFact(payment, fact);
    effects.push(...applied.effects);
    payment = { dueMinor: DUE, ...applied };
  }
  return { payment, effects };
}

/** What does not depend on the order in which we learnt of it. */
function endOf({ payment }: ReturnType<typeof applyAll>) {
  return {
    state: payment.state,
    held: heldTotal(payment.receipts),
    applied: appliedTotal(payment.receipts),
    ahead: payment.reversedAhead.length,
    standing: payment.receipts
      .filter((one) => !one.isReversed)
      .map((one) => `${one.factId} ${one.amountMinor}`)
      .sort(),
  };
}

/** What a reader of the announcements alone would believe that the merchant is credited with. */
function creditOf(effects: readonly MoneyEffect[]): bigint {
  return effects.reduce((sum, effect) => {
    switch (effect.kind) {
      case 'received':
        return sum + effect.receipt.appliedMinor;
      case 'reversed':
        return sum - effect.receipt.appliedMinor;
      case 'surplus_applied':
        return sum + effect.movedMinor;
    }
  }, 0n);
}

describe('money facts in any order', () => {
  it.each(neverPaid)('from %s lead to the same state and the same money', (state) => {
    fc.assert(
      fc.property(inAnyOrder, ({ facts, other }) => {
        expect(endOf(applyAll(state, other))).toEqual(endOf(applyAll(state, facts)));
      }),
    );
  });

  it('lead where the sums say: paid, partially paid or reversed', () => {
    fc.assert(
      fc.property(inAnyOrder, ({ list, facts }) => {
        const held = list.reduce((sum, one) => (one.isUndone ? sum : sum + one.amount), 0n);
        const { payment } = applyAll('pending', facts);
        const expected = held >= DUE ? 'paid' : held > 0n ? 'partially_paid' : 'reversed';
        expect([payment.state, heldTotal(payment.receipts)]).toEqual([expected, held]);
        expect(appliedTotal(payment.receipts)).toBe(held < DUE ? held : DUE);
      }),
    );
  });

  it('change nothing when any of them comes again', () => {
    const repeated = inAnyOrder.chain(({ facts }) =>
      fc.record({
        once: fc.constant(facts),
        again: fc.array(fc.constantFrom(...facts), { maxLength: 12 }),
      }),
    );
    fc.assert(
      fc.property(repeated, ({ once, again }) => {
        const twice = [...once.flatMap((fact, index) => [fact, again[index] ?? fact]), ...again];
        expect(endOf(applyAll('pending', twice))).toEqual(endOf(applyAll('pending', once)));
      }),
    );
  });

  it('are announced so that the announcements add up to the merchant’s credit', () => {
    fc.assert(
      fc.property(inAnyOrder, ({ facts }) => {
        const { payment, effects } = applyAll('pending', facts);
        expect(creditOf(effects)).toBe(appliedTotal(payment.receipts));
      }),
    );
  });

  it('never credit more than is due, and never take more than came, at any step', () => {
    fc.assert(
      fc.property(inAnyOrder, ({ facts }) => {
        for (let count = 1; count <= facts.length; count += 1) {
          const { payment } = applyAll('pending', facts.slice(0, count));
          expect(appliedTotal(payment.receipts)).toBeLessThanOrEqual(DUE);
          for (const one of payment.receipts) {
            expect(one.appliedMinor).toBeGreaterThanOrEqual(0n);
            expect(one.surplusMinor).toBeGreaterThanOrEqual(0n);
            expect(one.appliedMinor + one.surplusMinor).toBe(one.amountMinor);
          }
        }
      }),
    );
  });

  it('leave no surplus with the payer while the merchant is still short', () => {
    fc.assert(
      fc.property(inAnyOrder, ({ facts }) => {
        const { payment } = applyAll('pending', facts);
        const surplus = heldTotal(payment.receipts) - appliedTotal(payment.receipts);
        if (surplus > 0n) expect(appliedTotal(payment.receipts)).toBe(DUE);
      }),
    );
  });

  it('name the fact that took a receipt back, whichever of the two came first', () => {
    fc.assert(
      fc.property(inAnyOrder, ({ facts }) => {
        const undoing = applyAll('pending', facts).effects.filter(
          (effect) => effect.kind === 'reversed',
        );
        expect(undoing.map((effect) => [effect.receipt.factId, effect.byFactId]).sort()).toEqual(
          facts
            .filter((fact) => fact.kind === 'reversed')
            .map((fact) => [fact.factId.replace('reversed', 'paid'), fact.factId])
            .sort(),
        );
      }),
    );
  });
});

describe('two providers that number their transactions alike', () => {
  const [onEpayco, onPayu] = factsOf(
    ['efecty.epayco', 'efecty.payu'].map((route) => ({
      route,
      transaction: '1001',
      amount: DUE,
      isUndone: false,
    })),
  ) as [MoneyFact, MoneyFact];
  const reversalOf = (fact: MoneyFact): MoneyFact => ({
    ...fact,
    kind: 'reversed',
    factId: `undo ${fact.factId}`,
  });

  it('reverses the receipt of the route that says so', () => {
    const { payment } = applyAll('pending', [onEpayco, onPayu, reversalOf(onPayu)]);
    expect(payment.receipts.map((one) => [one.route, one.isReversed])).toEqual([
      ['efecty.epayco', false],
      ['efecty.payu', true],
    ]);
  });

  it('does not take one route’s money for what another route reversed ahead', () => {
    const { payment } = applyAll('pending', [reversalOf(onPayu), onEpayco]);
    expect(payment.state).toBe('paid');
    expect(payment.reversedAhead).toHaveLength(1);
  });
});
