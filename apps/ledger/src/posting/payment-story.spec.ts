import fc from 'fast-check';
import { Books, imbalance } from '../fixtures/books.js';
import {
  ACCOUNT,
  PLATFORM_SCHEDULE,
  PROVIDER_SCHEDULE,
  SCHEDULES,
} from '../fixtures/money-events.js';
import { PaymentStory, type MoneyEvent } from '../fixtures/payment-story.js';
import { feeOn } from './fee-schedule.js';
import { postReceived, postSurplusApplied } from './posting-rules.js';
import type { Posting } from './posting.js';
import { postReversed } from './reversal-rules.js';

const DUE = 10_000_000n;

const feesOf = (schedule: typeof PROVIDER_SCHEDULE, minor: bigint) =>
  feeOn(schedule, { minor, currency: 'COP' });

function postingsOf(event: MoneyEvent, books: Books): Posting[] {
  switch (event.kind) {
    case 'received':
      return postReceived(event.data, SCHEDULES);
    case 'surplus_applied':
      return postSurplusApplied(event.data, SCHEDULES);
    case 'reversed':
      return postReversed(event.data, books.entries);
  }
}

/** Tells events to the books, one after another. */
function tell(books: Books, events: readonly MoneyEvent[]): void {
  for (const event of events) {
    for (const posting of books.post(event.data.factId, postingsOf(event, books))) {
      expect(imbalance(posting.entries)).toEqual({});
    }
  }
}

/** What the books must say of a payment, whatever happened on the way. */
function expected(story: PaymentStory): Record<string, bigint> {
  const provider = { fee: 0n, iva: 0n };
  for (const { amount } of story.receipts) {
    const { fee, iva } = feesOf(PROVIDER_SCHEDULE, amount);
    provider.fee += fee;
    provider.iva += iva;
  }
  const isPaid = story.applied === story.due;
  const platform = isPaid ? feesOf(PLATFORM_SCHEDULE, story.due) : { fee: 0n, iva: 0n };
  const all = {
    [ACCOUNT.receivable]: story.held - provider.fee - provider.iva,
    [ACCOUNT.providerFee]: provider.fee,
    [ACCOUNT.ivaInput]: provider.iva,
    [ACCOUNT.pending]: platform.fee + platform.iva - story.applied,
    [ACCOUNT.overpayment]: story.applied - story.held,
    [ACCOUNT.platformFee]: -platform.fee,
    [ACCOUNT.ivaOutput]: -platform.iva,
  };
  return Object.fromEntries(Object.entries(all).filter(([, balance]) => balance !== 0n));
}

/** Positive: that much is paid in. Negative: the receipt at that place, from 1, is taken back. */
function play(steps: readonly bigint[]): void {
  const [story, books] = [new PaymentStory(DUE), new Books()];
  for (const step of steps) {
    tell(books, step > 0n ? story.pay(step) : story.reverse(Number(-step) - 1));
    expect(books.balances()).toEqual(expected(story));
  }
}

describe('the books of one payment', () => {
  it.each<[string, bigint[]]>([
    ['paid', [DUE]],
    ['paid in two parts', [DUE - 1n, 1n]],
    ['paid a centavo over', [DUE + 1n]],
    ['paid twice', [DUE, DUE]],
    ['paid and taken back', [DUE, -1n]],
    ['paid, taken back, and paid again', [DUE, -1n, DUE]],
    ['paid twice, the first taken back: the second pays', [DUE, DUE, -1n]],
    ['paid twice, the second taken back', [DUE, DUE, -2n]],
    ['paid twice, both taken back', [DUE, DUE, -1n, -1n]],
    ['paid three times, taken back one by one', [DUE, DUE, DUE, -1n, -1n, -1n]],
    ['in two parts, the last taken back', [4_000_000n, 6_000_000n, -2n]],
    ['in two parts, the first taken back: no longer paid', [4_000_000n, 6_000_000n, -1n]],
    [
      'in two parts, the first taken back and paid again',
      [4_000_000n, 6_000_000n, -1n, 4_000_000n],
    ],
    ['a part, then too much, the part taken back: surplus pays', [4_000_000n, DUE, -1n]],
    ['in ten parts, each taken back', [...Array(10).fill(DUE / 10n), ...Array(10).fill(-1n)]],
  ])('%s', (_, steps) => {
    play(steps);
  });

  it('are right after any story', () => {
    const step = fc.oneof(
      fc.bigInt(1n, 2n * DUE),
      fc.constantFrom(DUE, DUE / 2n, DUE - 1n, 1n),
      fc.bigInt(-4n, -1n),
    );
    fc.assert(fc.property(fc.array(step, { maxLength: 12 }), play), { numRuns: 300 });
  });
});
