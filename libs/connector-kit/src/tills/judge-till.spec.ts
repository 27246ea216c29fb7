import type { Voucher } from '../vouchers/voucher-row.js';
import {
  holds,
  isLive,
  judgeRepeat,
  judgeReverse,
  ownStatus,
  toProviderTransaction,
} from './judge-till.js';
import type { RegisteredTransaction } from './till-transaction-row.js';

const NOW = new Date('2026-11-20T15:00:00Z');
const WITHIN_MS = 30_000;
const HOLD_MS = 900_000;
const at = (ms: number) => new Date(NOW.getTime() + ms);
const cop = (minor: bigint) => ({ minor, currency: 'COP' as const });

const registered: RegisteredTransaction = {
  ...{ network: 'RED', transaction: 'T1', number: '7', status: 'registered', reference: '17636' },
  amount: cop(8_500_000n),
  ...{ registeredAt: NOW, heldUntil: at(HOLD_MS) },
  ...{ isHolding: true, confirmedAt: null, reversedAt: null },
};
const confirmed = { ...registered, status: 'confirmed', confirmedAt: NOW } as const;
const reversed = {
  ...registered,
  status: 'reversed',
  isHolding: false,
  reversedAt: at(5),
} as const;

const voucher: Voucher = {
  ...{ route: 'demo.pretend', reference: '17636', attemptId: 'att_1', paymentId: 'pay_1' },
  command: {
    ...{ attemptId: 'att_1', paymentId: 'pay_1', route: 'demo.pretend', reference: '17636' },
    ...{ remainingMs: 1, replyPartition: null, merchantId: 'mer_1', amount: cop(8_500_000n) },
    ...{ description: '', sealedPayer: '', expiresAt: at(60_000), returnUrl: null, bank: null },
  },
  providerTransactionIds: [],
  instruction: {
    ...{ kind: 'voucher', code: '1', agreement: null, barcode: null },
    ...{ expiresAt: at(60_000), text: { es: '', en: '' } },
  },
  ...{ expiresAt: at(60_000), isPaid: false, isForTills: true, closedAt: null },
  ...{ pollFailures: 0, createdAt: at(-1_000) },
};

describe('a voucher', () => {
  it.each<[string, Partial<Voucher>, boolean]>([
    ['as it was handed out', {}, true],
    ['that nobody was handed', { instruction: null }, false],
    ['that was closed', { closedAt: NOW }, false],
    ['in its last millisecond', { expiresAt: at(1) }, true],
    ['that is over now', { expiresAt: NOW }, false],
    ['of a provider', { isForTills: false }, false],
  ])('%s is live: %j', (_, change, live) => {
    expect(isLive({ ...voucher, ...change }, NOW)).toBe(live);
  });

  it.each<[string, RegisteredTransaction, number, boolean]>([
    ['a registration', registered, HOLD_MS - 1, true],
    ['a registration that was forgotten', registered, HOLD_MS, false],
    ['a confirmation', confirmed, 10 * HOLD_MS, true],
    ['a reversal', reversed, 0, false],
    ['a confirmation of what had been let go', { ...confirmed, isHolding: false }, 0, true],
  ])('is kept by %s after some time: %#', (_, one, afterMs, isHeld) => {
    expect(holds(one, at(afterMs))).toBe(isHeld);
  });
});

describe('a register that comes again', () => {
  const closed = { ...voucher, closedAt: NOW };
  const other = { ...voucher, reference: '1' };
  const lost = { ...registered, isHolding: false };
  const due = 8_500_000n;

  it.each<[string, RegisteredTransaction, Voucher | null, bigint, number, string | null]>([
    ['the same, in its time', registered, voucher, due, HOLD_MS - 1, null],
    ['the same, after the end of the voucher', registered, voucher, due, 60_001, null],
    ['the same, after its time', registered, voucher, due, HOLD_MS, 'not_due'],
    ['the same, of a closed voucher', registered, closed, due, 0, 'not_due'],
    ['the same, after its confirmation', confirmed, voucher, due, 10 * HOLD_MS, null],
    ['confirmed, of a closed voucher', confirmed, closed, due, 0, null],
    ['confirmed, with another till', { ...confirmed, isHolding: false }, voucher, due, 0, null],
    ['after its reverse', reversed, voucher, due, 0, 'reversed_before'],
    ['for another amount', registered, voucher, due - 100n, 0, 'wrong_transaction'],
    ['for another voucher', registered, other, due, 0, 'wrong_transaction'],
    ['for no voucher', registered, null, due, 0, 'wrong_transaction'],
    ['that lost its voucher', lost, voucher, due, 0, 'not_due'],
  ])('%s: %#', (_, known, named, minor, afterMs, refusal) => {
    expect(judgeRepeat(known, named, cop(minor), at(afterMs))).toBe(refusal);
  });
});

it.each<[RegisteredTransaction, number, string]>([
  [registered, 10 * HOLD_MS, 'reverse'],
  [confirmed, WITHIN_MS, 'reverse'],
  [confirmed, WITHIN_MS + 1, 'not_reversible'],
  [reversed, 10 * HOLD_MS, 'done'],
])('a reverse of what is %j some time later: %#', (known, afterMs, verdict) => {
  expect(judgeReverse(known, at(afterMs), WITHIN_MS)).toBe(verdict);
});

describe('what we know of a voucher', () => {
  const statusOf = (
    transactions: RegisteredTransaction[],
    now = NOW,
    change: Partial<Voucher> = {},
  ) => {
    const answer = ownStatus({ ...voucher, ...change }, transactions, now);
    return answer.kind === 'absent' ? [] : answer.transactions;
  };

  it.each<[string, RegisteredTransaction[], Date, Partial<Voucher>, string]>([
    ['waits', [], NOW, {}, 'pending'],
    ['waits for a till', [registered], NOW, {}, 'pending'],
    ['is over', [], at(60_000), {}, 'expired'],
    ['is over, and a till counts its money', [registered], at(60_000), {}, 'pending'],
    ['was closed', [], at(60_000), { closedAt: NOW }, 'cancelled'],
    ['was given up by a till', [reversed], NOW, {}, 'pending'],
    ['is paid', [confirmed], at(60_000), {}, 'paid'],
    ['was given back', [{ ...reversed, confirmedAt: NOW }], at(60_000), {}, 'reversed'],
  ])('that %s: %#', (_, transactions, now, change, status) => {
    expect(statusOf(transactions, now, change)).toMatchObject([{ status, reference: '17636' }]);
  });

  it('is that it is absent, where it was closed and nobody was handed it', () => {
    const never = { ...voucher, instruction: null };
    expect(ownStatus({ ...never, closedAt: NOW }, [], NOW)).toEqual({ kind: 'absent' });
    expect(ownStatus(never, [], NOW)).toMatchObject({ transactions: [{ status: 'pending' }] });
  });

  it('names money by its network, and both payments of two tills', () => {
    const other = { ...confirmed, network: 'OTRA' };
    const ids = statusOf([confirmed, other]).map((one) => one.providerTransactionId);
    expect(ids).toEqual(['RED:T1', 'OTRA:T1']);
  });

  it('counts no money before it is confirmed', () => {
    expect(toProviderTransaction(registered)).toBeNull();
    expect(toProviderTransaction(reversed)).toBeNull();
  });
});
