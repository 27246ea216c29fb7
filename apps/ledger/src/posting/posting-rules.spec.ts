import fc from 'fast-check';
import { balances, Books, imbalance } from '../fixtures/books.js';
import {
  ACCOUNT,
  cop,
  DUE,
  received,
  reversed,
  SCHEDULES,
  surplusApplied,
  unidentified,
} from '../fixtures/money-events.js';
import type { FeeSchedule } from './fee-schedule.js';
import {
  postReceived,
  postReversed,
  postSurplusApplied,
  postUnidentified,
  type Posting,
} from './posting-rules.js';

const RECEIVABLE = ACCOUNT.receivable;
const PENDING = ACCOUNT.pending;
const OVERPAYMENT = ACCOUNT.overpayment;

/** Entries as they come back from the books. */
function postedBy(postings: readonly Posting[]) {
  const books = new Books();
  books.post('fact_1', postings);
  return books.entries;
}

describe('posting rules', () => {
  it('L1: a voucher of $ 250.000 paid, with provider and platform fees', () => {
    const postings = postReceived(received(), SCHEDULES);
    expect(postings.map((one) => one.kind)).toEqual([
      'payment_received',
      'provider_fee',
      'platform_fee',
    ]);
    expect(balances(...postings)).toEqual({
      [RECEIVABLE]: 24_161_050n,
      [PENDING]: -23_929_000n,
      'expense.provider_fee': 705_000n,
      'tax.iva_input': 133_950n,
      'income.platform_fee': -900_000n,
      'tax.iva_output': -171_000n,
    });
  });

  it('late money pays the merchant and says that it was late', () => {
    const [receipt] = postReceived(received({ cause: 'late' }), []);
    expect(receipt?.kind).toBe('late_payment_received');
    expect(balances(...postReceived(received({ cause: 'late' }), []))).toEqual({
      [RECEIVABLE]: DUE,
      [PENDING]: -DUE,
    });
  });

  it('one peso short: what came is the merchant’s, without our fee', () => {
    const short = DUE - 100n;
    const postings = postReceived(
      received({ amount: { minor: short, currency: 'COP' }, applied: short, completes: false }),
      SCHEDULES,
    );
    expect(postings.map((one) => one.kind)).toEqual(['partial_payment_received', 'provider_fee']);
    expect(balances(...postings)[PENDING]).toBe(-short);
  });

  it('one peso over: the peso is owed to the payer', () => {
    const postings = postReceived(
      received({ amount: { minor: DUE + 100n, currency: 'COP' }, surplus: 100n }),
      [],
    );
    expect(balances(...postings)).toEqual({
      [RECEIVABLE]: DUE + 100n,
      [PENDING]: -DUE,
      [OVERPAYMENT]: -100n,
    });
  });

  it('L8: a second payment is owed to the payer whole', () => {
    const second = received({
      applied: 0n,
      surplus: DUE,
      cause: 'duplicate',
      completes: false,
    });
    const [receipt] = postReceived(second, SCHEDULES);
    expect(receipt?.kind).toBe('duplicate_payment_received');
    expect(balances(...postReceived(second, []))).toEqual({
      [RECEIVABLE]: DUE,
      [OVERPAYMENT]: -DUE,
    });
  });

  it('L8-2a: surplus that now pays the merchant, with our fee', () => {
    const postings = postSurplusApplied(surplusApplied(), SCHEDULES);
    expect(balances(...postings)).toEqual({
      [OVERPAYMENT]: DUE,
      [PENDING]: -DUE + 1_071_000n,
      'income.platform_fee': -900_000n,
      'tax.iva_output': -171_000n,
    });
  });

  it('a reversal leaves nothing of its receipt, fees included', () => {
    const postings = postReceived(received(), SCHEDULES);
    const mirror = postReversed(reversed(), postedBy(postings));
    expect(mirror.map((one) => one.kind)).toEqual(['reversal', 'fee_reversal']);
    expect(mirror[0]?.entries).toContainEqual({
      account: RECEIVABLE,
      amountMinor: -DUE,
      currency: 'COP',
    });
    expect(balances(...postings, ...mirror)).toEqual({});
  });

  it('a reversal of what was never posted posts nothing', () => {
    expect(postReversed(reversed(), [])).toEqual([]);
  });

  it('L6: money for nobody waits in suspense, and its reversal takes it out again', () => {
    const stray = unidentified({ amount: cop(1_000_000n) });
    const postings = postUnidentified(stray, SCHEDULES);
    expect(balances(...postings)['suspense.unidentified_receipts']).toBe(-1_000_000n);
    const back = { ...stray, amount: { minor: -1_000_000n, currency: 'COP' } };
    expect(balances(...postings, ...postUnidentified(back, SCHEDULES))).toEqual({});
  });

  it('rounds each line half-up to the centavo', () => {
    const odd = 3_333_333n;
    const fees = balances(
      ...postReceived(
        received({ amount: { minor: odd, currency: 'COP' }, applied: odd, due: odd }),
        SCHEDULES,
      ),
    );
    // 2,5 % of 33.333,33 = 833,33325 → 833,33; + 800 = 1.633,33; IVA 310,3327 → 310,33
    expect(fees['expense.provider_fee']).toBe(163_333n);
    expect(fees['tax.iva_input']).toBe(31_033n);
  });

  it('refuses shares that do not add up to the amount', () => {
    expect(() => postReceived(received({ applied: DUE - 1n }), [])).toThrow('does not balance');
  });

  it('takes the fee of the day and of the subject before the general one', () => {
    const own: FeeSchedule = {
      kind: 'provider',
      subject: 'efecty.epayco',
      fixedMinor: 0n,
      feeBps: 100n,
      ivaBps: 0n,
      fromOn: '2026-12-01',
      toOn: null,
      source: 'contract',
    };
    const feeOnDay = (occurredOn: string) =>
      balances(...postReceived(received({ occurredOn }), [...SCHEDULES, own]))[
        'expense.provider_fee'
      ];
    expect(feeOnDay('2026-11-30')).toBe(705_000n);
    expect(feeOnDay('2026-12-01')).toBe(250_000n);
    expect(feeOnDay('2025-12-31')).toBeUndefined();
  });
});

describe('any receipts and reversals', () => {
  const receipt = fc.record({
    amount: fc.bigInt(1n, 100_000_000n),
    appliedShare: fc.integer({ min: 0, max: 100 }),
    completes: fc.boolean(),
    isUndone: fc.boolean(),
  });

  it('balance, and the receivable plus what providers kept is what they hold', () => {
    fc.assert(
      fc.property(fc.array(receipt, { maxLength: 20 }), (receipts) => {
        const all: Posting[] = [];
        let held = 0n;
        for (const one of receipts) {
          const applied = (one.amount * BigInt(one.appliedShare)) / 100n;
          const postings = postReceived(
            received({
              amount: { minor: one.amount, currency: 'COP' },
              applied,
              surplus: one.amount - applied,
              completes: one.completes,
            }),
            SCHEDULES,
          );
          all.push(...postings);
          if (one.isUndone) all.push(...postReversed(reversed({ applied }), postedBy(postings)));
          else held += one.amount;
        }
        for (const posting of all) expect(imbalance(posting.entries)).toEqual({});
        const closing = balances(...all);
        const of = (account: string) => closing[account] ?? 0n;
        expect(of(RECEIVABLE) + of('expense.provider_fee') + of('tax.iva_input')).toBe(held);
      }),
    );
  });
});
