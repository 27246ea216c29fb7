import type { MoneyReceived } from '@cauce/contracts';
import fc from 'fast-check';
import { Books, imbalance } from '../fixtures/books.js';
import {
  ACCOUNT,
  cop,
  DUE,
  received,
  reversed,
  SCHEDULES,
  surplusApplied,
} from '../fixtures/money-events.js';
import { postReceived, postSurplusApplied } from './posting-rules.js';
import { postReversed } from './reversal-rules.js';

function booksWith(...receipts: Partial<MoneyReceived>[]): Books {
  const books = new Books();
  for (const change of receipts) {
    const one = received(change);
    books.post(one.factId, postReceived(one, SCHEDULES));
  }
  return books;
}

/** Posts the reversal of a receipt that is shared as told. */
function reverse(books: Books, change: Parameters<typeof reversed>[0] = {}) {
  const event = reversed({ factId: 'fact_r', ...change });
  return books.post(event.factId, postReversed(event, books.entries));
}

const half = { amount: cop(DUE / 2n), applied: DUE / 2n };

describe('a reversal', () => {
  it.each<[string, Partial<MoneyReceived>]>([
    ['in full', {}],
    ['in part', { ...half, completes: false }],
    ['with surplus', { amount: cop(DUE + 100n), surplus: 100n }],
    ['late', { cause: 'late' }],
    ['of a second payment', { applied: 0n, surplus: DUE, cause: 'duplicate', completes: false }],
  ])('of a receipt %s leaves nothing of it, fees included', (_, receipt) => {
    const books = booksWith(receipt);
    const { applied, surplus, amount } = received(receipt);
    const postings = reverse(books, { applied, surplus, amount });
    expect(postings.map((one) => one.kind)).toEqual(['reversal', 'fee_reversal']);
    expect(books.balances()).toEqual({});
  });

  it('shows the cash alone in one transaction, as the provider’s file does', () => {
    const [cash, fees] = reverse(booksWith({}));
    expect(cash?.entries).toEqual([
      { account: ACCOUNT.receivable, amountMinor: -DUE, currency: 'COP' },
      { account: ACCOUNT.pending, amountMinor: DUE, currency: 'COP' },
    ]);
    expect(fees?.entries.map((entry) => entry.account).sort()).toEqual(
      [
        ACCOUNT.providerFee,
        ACCOUNT.ivaInput,
        ACCOUNT.receivable,
        ACCOUNT.platformFee,
        ACCOUNT.ivaOutput,
        ACCOUNT.pending,
      ].sort(),
    );
  });

  it('has one transaction where there was no fee', () => {
    const books = new Books();
    books.post('fact_1', postReceived(received(), []));
    expect(reverse(books).map((one) => one.kind)).toEqual(['reversal']);
    expect(books.balances()).toEqual({});
  });

  it('mirrors what was posted, whatever fees are in force now', () => {
    const books = new Books();
    const dear = SCHEDULES.map((one) => ({ ...one, feeBps: 999n }));
    books.post('fact_1', postReceived(received(), dear));
    reverse(books);
    expect(books.balances()).toEqual({});
  });

  it('of what was never posted posts nothing', () => {
    expect(reverse(new Books())).toEqual([]);
    expect(reverse(booksWith({ factId: 'fact_other' }))).toEqual([]);
  });

  it('takes only its own receipt back', () => {
    const books = booksWith({ ...half, completes: false }, { ...half, factId: 'fact_b' });
    reverse(books, { ...half, reversedFactId: 'fact_b' });
    expect(books.balances()).toEqual(booksWith({ ...half, completes: false }).balances());
  });

  it('takes our fee back although another receipt had completed the payment', () => {
    const books = booksWith({ ...half, completes: false }, { ...half, factId: 'fact_b' });
    expect(books.of(ACCOUNT.platformFee)).toBe(-900_000n);
    reverse(books, half);
    expect(books.of(ACCOUNT.platformFee)).toBe(0n);
    expect(books.of(ACCOUNT.ivaOutput)).toBe(0n);
    expect(books.of(ACCOUNT.pending)).toBe(-DUE / 2n);
  });

  it('takes our fee back once, not again with the next receipt', () => {
    const books = booksWith({ ...half, completes: false }, { ...half, factId: 'fact_b' });
    reverse(books, half);
    reverse(books, { ...half, factId: 'fact_r2', reversedFactId: 'fact_b' });
    expect(books.balances()).toEqual({});
  });

  it('of surplus leaves our fee: the payment is still paid', () => {
    const second = { applied: 0n, surplus: DUE, cause: 'duplicate' as const, completes: false };
    const books = booksWith({}, { ...second, factId: 'fact_b' });
    reverse(books, { applied: 0n, surplus: DUE, reversedFactId: 'fact_b' });
    expect(books.balances()).toEqual(booksWith({}).balances());
  });

  it('takes back what became of the receipt’s surplus', () => {
    const second = { applied: 0n, surplus: DUE, cause: 'duplicate' as const, completes: false };
    const books = booksWith({}, { ...second, factId: 'fact_2' });
    reverse(books);
    books.post('fact_2', postSurplusApplied(surplusApplied({ factId: 'fact_2' }), SCHEDULES));
    expect(books.of(ACCOUNT.platformFee)).toBe(-900_000n);
    const postings = reverse(books, { factId: 'fact_r2', reversedFactId: 'fact_2' });
    expect(postings[0]?.entries).not.toContainEqual(
      expect.objectContaining({ account: ACCOUNT.overpayment }),
    );
    expect(books.balances()).toEqual({});
  });

  it('works when receipt and reversal are one fact: reversed before it was paid', () => {
    const books = booksWith({});
    reverse(books, { factId: 'fact_1', reversedFactId: 'fact_1' });
    expect(books.balances()).toEqual({});
  });

  it('keeps the currency', () => {
    const usd = { minor: DUE, currency: 'USD' };
    const books = booksWith({ amount: usd });
    const postings = reverse(books, { amount: usd });
    for (const { entries } of postings) {
      expect(new Set(entries.map((entry) => entry.currency))).toEqual(new Set(['USD']));
    }
    expect(books.balances()).toEqual({});
  });

  it('after any receipt is balanced and leaves zero', () => {
    const share = fc.record({
      minor: fc.bigInt(1n, 10n ** 12n),
      share: fc.nat(100),
      completes: fc.boolean(),
    });
    fc.assert(
      fc.property(share, fc.subarray([...SCHEDULES]), ({ minor, share, completes }, schedules) => {
        const applied = (minor * BigInt(share)) / 100n;
        const shares = { amount: cop(minor), applied, surplus: minor - applied };
        const books = new Books();
        const isPaid = completes && applied > 0n;
        const receipt = received({ ...shares, completes: isPaid, due: applied });
        books.post('fact_1', postReceived(receipt, schedules));
        for (const posting of reverse(books, shares)) {
          expect(imbalance(posting.entries)).toEqual({});
        }
        expect(books.balances()).toEqual({});
      }),
    );
  });
});
