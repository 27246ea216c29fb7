import type { MoneyReceived } from '@cauce/contracts';
import fc from 'fast-check';
import { balances, Books, imbalance } from '../fixtures/books.js';
import {
  ACCOUNT,
  cop,
  DUE,
  PLATFORM_SCHEDULE,
  PROVIDER_SCHEDULE,
  received,
  SCHEDULES,
  surplusApplied,
  unidentified,
} from '../fixtures/money-events.js';
import { postReceived, postSurplusApplied, postUnidentified } from './posting-rules.js';
import type { Posting } from './posting.js';

const RECEIVABLE = ACCOUNT.receivable;
const PENDING = ACCOUNT.pending;
const OVERPAYMENT = ACCOUNT.overpayment;

const kindsOf = (postings: readonly Posting[]) => postings.map((one) => one.kind);

/** The provider's fee on what is due, L1-2, and ours, L1-3. */
const PROVIDER = { fee: 705_000n, iva: 133_950n };
const PLATFORM = { fee: 900_000n, iva: 171_000n };

describe('money received', () => {
  const short = { amount: cop(DUE - 100n), applied: DUE - 100n, completes: false };
  const over = { amount: cop(DUE + 100n), surplus: 100n };
  const second = { applied: 0n, surplus: DUE, completes: false, cause: 'duplicate' as const };

  it.each<[string, Partial<MoneyReceived>, string, Record<string, bigint>]>([
    ['in full', {}, 'payment_received', { [RECEIVABLE]: DUE, [PENDING]: -DUE }],
    [
      'a peso short',
      short,
      'partial_payment_received',
      { [RECEIVABLE]: DUE - 100n, [PENDING]: -(DUE - 100n) },
    ],
    [
      'a peso over: it is owed to the payer',
      over,
      'payment_received',
      { [RECEIVABLE]: DUE + 100n, [PENDING]: -DUE, [OVERPAYMENT]: -100n },
    ],
    [
      'the last part, and more',
      { amount: cop(DUE), applied: 100n, surplus: DUE - 100n },
      'payment_received',
      { [RECEIVABLE]: DUE, [PENDING]: -100n, [OVERPAYMENT]: 100n - DUE },
    ],
    [
      'L8-1: a second time',
      second,
      'duplicate_payment_received',
      { [RECEIVABLE]: DUE, [OVERPAYMENT]: -DUE },
    ],
    ['late', { cause: 'late' }, 'late_payment_received', { [RECEIVABLE]: DUE, [PENDING]: -DUE }],
    [
      'late and short',
      { ...short, cause: 'late' },
      'late_payment_received',
      { [RECEIVABLE]: DUE - 100n, [PENDING]: -(DUE - 100n) },
    ],
    [
      'late and over',
      { ...over, cause: 'late' },
      'late_payment_received',
      { [RECEIVABLE]: DUE + 100n, [PENDING]: -DUE, [OVERPAYMENT]: -100n },
    ],
    [
      'one centavo',
      { amount: cop(1n), applied: 1n, completes: false },
      'partial_payment_received',
      { [RECEIVABLE]: 1n, [PENDING]: -1n },
    ],
    [
      'past what a number holds',
      { amount: cop(10n ** 17n), applied: 10n ** 17n, due: 10n ** 17n },
      'payment_received',
      { [RECEIVABLE]: 10n ** 17n, [PENDING]: -(10n ** 17n) },
    ],
  ])('%s', (_, change, kind, expected) => {
    const postings = postReceived(received(change), []);
    expect(kindsOf(postings)).toEqual([kind]);
    expect(balances(...postings)).toEqual(expected);
  });

  it('goes to the accounts of its route and its merchant', () => {
    const change = { route: 'baloto.puntored', merchantId: 'mer_9' };
    expect(balances(...postReceived(received(change), []))).toEqual({
      'psp.baloto.puntored.receivable': DUE,
      'merchant.mer_9.pending': -DUE,
    });
  });

  it('keeps its currency', () => {
    const [posting] = postReceived(received({ amount: { minor: DUE, currency: 'USD' } }), []);
    expect(imbalance(posting?.entries.filter((entry) => entry.amountMinor > 0n) ?? [])).toEqual({
      USD: DUE,
    });
  });

  it.each<[string, Partial<MoneyReceived>, bigint]>([
    ['less', { applied: DUE - 1n }, 1n],
    ['more', { surplus: 1n }, -1n],
  ])('is refused when its shares are %s than the amount', (_, change, off) => {
    expect(() => postReceived(received(change), SCHEDULES)).toThrow(
      `does not balance: it is off by ${off} minor units`,
    );
  });

  it.each([
    ['a route', { route: 'efecty' }],
    ['a route', { route: 'Efecty.ePayco' }],
    ['a merchant', { merchantId: 'mer_' }],
    ['a merchant', { merchantId: "mer_'; drop table entry" }],
  ])('is refused for what cannot be %s', (_, change) => {
    expect(() => postReceived(received(change), [])).toThrow('no account can be called');
  });

  describe('with fees', () => {
    it('L1: of the provider on what came, and ours', () => {
      const postings = postReceived(received(), SCHEDULES);
      expect(kindsOf(postings)).toEqual(['payment_received', 'provider_fee', 'platform_fee']);
      expect(balances(...postings)).toEqual({
        [RECEIVABLE]: 24_161_050n,
        [PENDING]: -23_929_000n,
        [ACCOUNT.providerFee]: PROVIDER.fee,
        [ACCOUNT.ivaInput]: PROVIDER.iva,
        [ACCOUNT.platformFee]: -PLATFORM.fee,
        [ACCOUNT.ivaOutput]: -PLATFORM.iva,
      });
    });

    it.each<[string, Partial<MoneyReceived>, string[]]>([
      ['ours only when it completes', short, ['partial_payment_received', 'provider_fee']],
      ['ours not for a second payment', second, ['duplicate_payment_received', 'provider_fee']],
      [
        'ours for late money that completes',
        { cause: 'late' },
        ['late_payment_received', 'provider_fee', 'platform_fee'],
      ],
    ])('%s', (_, change, kinds) => {
      expect(kindsOf(postReceived(received(change), SCHEDULES))).toEqual(kinds);
    });

    it('the provider’s on all that came, ours on what was due', () => {
      const twice = received({ amount: cop(2n * DUE), surplus: DUE });
      const of = balances(...postReceived(twice, SCHEDULES));
      // 2,5 % of 500.000 + 800
      expect(of[ACCOUNT.providerFee]).toBe(1_330_000n);
      expect(of[ACCOUNT.platformFee]).toBe(-PLATFORM.fee);
    });

    it('each line is rounded half-up to the centavo', () => {
      const odd = { amount: cop(3_333_333n), applied: 3_333_333n, due: 3_333_333n };
      const of = balances(...postReceived(received(odd), SCHEDULES));
      // 2,5 % of 33.333,33 = 833,33325 → 833,33; + 800 = 1.633,33; IVA 310,3327 → 310,33
      expect(of[ACCOUNT.providerFee]).toBe(163_333n);
      expect(of[ACCOUNT.ivaInput]).toBe(31_033n);
    });

    it.each([
      ['the provider’s', PROVIDER_SCHEDULE, ['payment_received', 'provider_fee']],
      ['ours', PLATFORM_SCHEDULE, ['payment_received', 'platform_fee']],
    ])('only %s where only that has a schedule', (_, schedule, kinds) => {
      expect(kindsOf(postReceived(received(), [schedule]))).toEqual(kinds);
    });

    it('none posted for a fee of nothing', () => {
      const free = { fixedMinor: 0n, feeBps: 0n };
      const none = SCHEDULES.map((one) => ({ ...one, ...free }));
      expect(kindsOf(postReceived(received(), none))).toEqual(['payment_received']);
    });

    it('without a tax line where there is no IVA', () => {
      const untaxed = SCHEDULES.map((one) => ({ ...one, ivaBps: 0n }));
      const of = balances(...postReceived(received(), untaxed));
      expect(Object.keys(of)).not.toContain(ACCOUNT.ivaInput);
      expect(of[RECEIVABLE]).toBe(DUE - PROVIDER.fee);
    });

    it('of the day, and of the subject before the general one', () => {
      const own = {
        ...PROVIDER_SCHEDULE,
        subject: 'efecty.epayco',
        fixedMinor: 0n,
        feeBps: 100n,
        fromOn: '2026-12-01',
      };
      const merchants = { ...PLATFORM_SCHEDULE, subject: 'mer_01abc', feeBps: 0n };
      const feesOn = (occurredOn: string) => {
        const of = balances(
          ...postReceived(received({ occurredOn }), [...SCHEDULES, own, merchants]),
        );
        return [of[ACCOUNT.providerFee], of[ACCOUNT.platformFee]];
      };
      expect(feesOn('2026-11-30')).toEqual([705_000n, -100_000n]);
      expect(feesOn('2026-12-01')).toEqual([250_000n, -100_000n]);
      expect(feesOn('2025-12-31')).toEqual([undefined, undefined]);
    });
  });
});

describe('surplus that now pays the merchant', () => {
  it('L8-2a: all of it, with our fee', () => {
    const postings = postSurplusApplied(surplusApplied(), SCHEDULES);
    expect(kindsOf(postings)).toEqual(['surplus_applied', 'platform_fee']);
    expect(balances(...postings)).toEqual({
      [OVERPAYMENT]: DUE,
      [PENDING]: -DUE + PLATFORM.fee + PLATFORM.iva,
      [ACCOUNT.platformFee]: -PLATFORM.fee,
      [ACCOUNT.ivaOutput]: -PLATFORM.iva,
    });
  });

  it('a part that does not complete, without it; the provider charges nothing again', () => {
    const postings = postSurplusApplied(
      surplusApplied({ amount: cop(5n), completes: false }),
      SCHEDULES,
    );
    expect(kindsOf(postings)).toEqual(['surplus_applied']);
    expect(balances(...postings)).toEqual({ [OVERPAYMENT]: 5n, [PENDING]: -5n });
  });

  it('a part that completes, with our fee on all that was due', () => {
    const postings = postSurplusApplied(surplusApplied({ amount: cop(5n) }), SCHEDULES);
    expect(balances(...postings)[ACCOUNT.platformFee]).toBe(-PLATFORM.fee);
  });
});

describe('money for nobody', () => {
  const AMOUNT = 1_000_000n;
  const stray = unidentified({ amount: cop(AMOUNT) });
  const back = unidentified({ factId: 'fact_10', amount: cop(-AMOUNT) });

  it('L6-1: waits in suspense, less what the provider keeps', () => {
    const postings = postUnidentified(stray, SCHEDULES, []);
    expect(kindsOf(postings)).toEqual(['unidentified_receipt', 'provider_fee']);
    // 2,5 % of 10.000 + 800 = 1.050; IVA 199,50
    expect(balances(...postings)).toEqual({
      [RECEIVABLE]: AMOUNT - 105_000n - 19_950n,
      [ACCOUNT.unidentified]: -AMOUNT,
      [ACCOUNT.providerFee]: 105_000n,
      [ACCOUNT.ivaInput]: 19_950n,
    });
  });

  it('taken back, with what the provider kept', () => {
    const postings = postUnidentified(back, SCHEDULES, []);
    expect(kindsOf(postings)).toEqual(['unidentified_receipt_reversed', 'fee_reversal']);
    expect(balances(...postUnidentified(stray, SCHEDULES, []), ...postings)).toEqual({});
  });

  it('without a fee where none is in force', () => {
    expect(kindsOf(postUnidentified(stray, [], []))).toEqual(['unidentified_receipt']);
    expect(kindsOf(postUnidentified(back, [], []))).toEqual(['unidentified_receipt_reversed']);
  });

  const dearer = SCHEDULES.map((one) => ({ ...one, fixedMinor: 99_999n }));
  it.each([
    ['receipt first', [stray, back], SCHEDULES, dearer],
    ['reversal first', [back, stray], SCHEDULES, dearer],
    ['receipt first, the fee ended', [stray, back], SCHEDULES, []],
    ['reversal first, the fee was not yet', [back, stray], [], SCHEDULES],
  ])('leaves nothing when the fee changed in between: %s', (_, events, before, after) => {
    const books = new Books();
    for (const [event, schedules] of [
      [events[0] ?? stray, before],
      [events[1] ?? back, after],
    ] as const) {
      books.post(event.factId, postUnidentified(event, schedules, books.entries));
    }
    expect(books.balances()).toEqual({});
  });

  it('taken back in part, takes the fee on that part', () => {
    const books = new Books();
    books.post('fact_9', postUnidentified(stray, SCHEDULES, []));
    const part = unidentified({ factId: 'fact_10', amount: cop(-AMOUNT / 2n) });
    const postings = postUnidentified(part, SCHEDULES, books.entries);
    expect(balances(...postings)).toMatchObject({
      [ACCOUNT.unidentified]: AMOUNT / 2n,
      // 2,5 % of 5.000 + 800
      [ACCOUNT.providerFee]: -92_500n,
    });
  });
});

describe('any money', () => {
  const amount = fc.bigInt(1n, 10n ** 12n);
  const schedules = fc.subarray([
    ...SCHEDULES,
    { ...PROVIDER_SCHEDULE, subject: 'efecty.epayco', feeBps: 1n, fixedMinor: 0n },
  ]);

  it('is posted so that every transaction sums to zero in its currency', () => {
    fc.assert(
      fc.property(amount, fc.nat(100), fc.boolean(), schedules, (minor, share, completes, some) => {
        const applied = (minor * BigInt(share)) / 100n;
        const money = { amount: cop(minor), applied, surplus: minor - applied, completes };
        const all = [
          ...postReceived(received({ ...money, due: applied }), some),
          ...postSurplusApplied(surplusApplied({ amount: cop(minor), completes }), some),
          ...postUnidentified(unidentified({ amount: cop(minor) }), some, []),
          ...postUnidentified(unidentified({ amount: cop(-minor) }), some, []),
        ];
        for (const { entries } of all) {
          expect(imbalance(entries)).toEqual({});
          expect(entries.length).toBeGreaterThanOrEqual(2);
        }
      }),
    );
  });

  it('that came for nobody and was taken back leaves nothing, in either order', () => {
    fc.assert(
      fc.property(amount, schedules, schedules, fc.boolean(), (minor, some, others, isLate) => {
        const pair = [minor, -minor].map((one) => unidentified({ amount: cop(one) }));
        const books = new Books();
        const [first = stray(minor), last = stray(-minor)] = isLate ? pair.reverse() : pair;
        books.post('fact_1', postUnidentified(first, some, books.entries));
        books.post('fact_2', postUnidentified(last, others, books.entries));
        expect(books.balances()).toEqual({});
      }),
    );
  });

  const stray = (minor: bigint) => unidentified({ amount: cop(minor) });
});
