import type { MoneyReceived, ReceiptUnidentified, SurplusApplied } from '@cauce/contracts';
import type { Currency, Money } from '@cauce/money';
import { pendingOf, receivableOf } from '../accounts/chart-of-accounts.js';
import { feeOn, scheduleFor, type FeeSchedule } from './fee-schedule.js';
import {
  mirrored,
  posting,
  type Leg,
  type PostedEntry,
  type Posting,
  type TransactionKind,
} from './posting.js';

/**
 * What each event of money does to the books. Every posting is balanced: debits are positive, credits
 * negative, and they sum to zero. What a reversal does stands in reversal-rules.ts.
 */

const OVERPAYMENT = 'suspense.overpayment_to_payer';
const UNIDENTIFIED = 'suspense.unidentified_receipts';

/**
 * Cash reached a provider for a payment.
 *
 * @source domain of the books: L1-1 paid, L1-2 provider fee, L1-3 platform fee, L8 double and over-payment
 */
export function postReceived(
  received: MoneyReceived,
  schedules: readonly FeeSchedule[],
): Posting[] {
  const currency = received.amount.currency as Currency;
  const receipt = posting(receiptKind(received), currency, [
    [receivableOf(received.route), received.amount.minor],
    [pendingOf(received.merchantId), -received.applied],
    [OVERPAYMENT, -received.surplus],
  ]);
  const postings = [receipt, ...providerFee(received, schedules)];
  if (received.completes) postings.push(...platformFee(received, received.due, schedules));
  return postings;
}

/** Surplus of a receipt now pays the merchant. @source L8-2a */
export function postSurplusApplied(
  applied: SurplusApplied,
  schedules: readonly FeeSchedule[],
): Posting[] {
  const currency = applied.amount.currency as Currency;
  const moved = posting('surplus_applied', currency, [
    [OVERPAYMENT, applied.amount.minor],
    [pendingOf(applied.merchantId), -applied.amount.minor],
  ]);
  return applied.completes ? [moved, ...platformFee(applied, applied.due, schedules)] : [moved];
}

/**
 * Cash that nobody asked for, or its reversal when the amount is negative. They may come in either order,
 * and on days with other fees: the second undoes what the first has posted.
 *
 * @param posted every entry so far of the same transaction of the same provider
 * @source L6, L8
 */
export function postUnidentified(
  receipt: ReceiptUnidentified,
  schedules: readonly FeeSchedule[],
  posted: readonly PostedEntry[],
): Posting[] {
  const currency = receipt.amount.currency as Currency;
  const { minor } = receipt.amount;
  const isReversal = minor < 0n;
  const cash = posting(
    isReversal ? 'unidentified_receipt_reversed' : 'unidentified_receipt',
    currency,
    [
      [receivableOf(receipt.route), minor],
      [UNIDENTIFIED, -minor],
    ],
  );
  const feeKind = isReversal ? 'fee_reversal' : 'provider_fee';
  const fees = isCounterpart(posted, minor)
    ? mirrored(posted.filter(({ kind }) => kind === 'provider_fee' || kind === 'fee_reversal'))
    : feesOf(receipt, schedules);
  return [cash, posting(feeKind, currency, fees)].filter((one) => one.entries.length > 0);
}

/** Whether what is in suspense is just what this amount takes out of it. */
function isCounterpart(posted: readonly PostedEntry[], amountMinor: bigint): boolean {
  const waiting = posted.filter((entry) => entry.account === UNIDENTIFIED);
  const sum = waiting.reduce((total, entry) => total + entry.amountMinor, 0n);
  return waiting.length > 0 && sum === amountMinor;
}

/** Legs of the provider's fee on a receipt, turned round for a negative one. */
function feesOf(receipt: ReceiptUnidentified, schedules: readonly FeeSchedule[]): Leg[] {
  const { amount } = receipt;
  if (amount.minor > 0n) return providerFeeLegs(receipt, schedules);
  const size = { ...receipt, amount: { ...amount, minor: -amount.minor } };
  return providerFeeLegs(size, schedules).map(([account, minor]) => [account, -minor]);
}

/** A receipt that a provider takes its fee of. */
interface Charged {
  readonly route: string;
  readonly amount: { readonly minor: bigint; readonly currency: string };
  readonly occurredOn: string;
}

function receiptKind(received: MoneyReceived): TransactionKind {
  if (received.cause === 'duplicate') return 'duplicate_payment_received';
  if (received.cause === 'late') return 'late_payment_received';
  return received.completes ? 'payment_received' : 'partial_payment_received';
}

function providerFee(receipt: Charged, schedules: readonly FeeSchedule[]): Posting[] {
  const legs = providerFeeLegs(receipt, schedules);
  return legs.length === 0
    ? []
    : [posting('provider_fee', receipt.amount.currency as Currency, legs)];
}

function providerFeeLegs(receipt: Charged, schedules: readonly FeeSchedule[]): Leg[] {
  const schedule = scheduleFor(schedules, 'provider', receipt.route, receipt.occurredOn);
  const { fee, iva } = feeOn(schedule, receipt.amount as Money);
  if (fee === 0n) return [];
  return [
    ['expense.provider_fee', fee],
    ['tax.iva_input', iva],
    [receivableOf(receipt.route), -(fee + iva)],
  ];
}

function platformFee(
  paid: { merchantId: string; amount: { currency: string }; occurredOn: string },
  dueMinor: bigint,
  schedules: readonly FeeSchedule[],
): Posting[] {
  const currency = paid.amount.currency as Currency;
  const schedule = scheduleFor(schedules, 'platform', paid.merchantId, paid.occurredOn);
  const { fee, iva } = feeOn(schedule, { minor: dueMinor, currency });
  if (fee === 0n) return [];
  return [
    posting('platform_fee', currency, [
      [pendingOf(paid.merchantId), fee + iva],
      ['income.platform_fee', -fee],
      ['tax.iva_output', -iva],
    ]),
  ];
}
