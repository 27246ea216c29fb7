import type {
  MoneyReceived,
  MoneyReversed,
  ReceiptUnidentified,
  SurplusApplied,
} from '@cauce/contracts';
import type { Currency, Money } from '@cauce/money';
import { pendingOf, receivableOf } from '../accounts/chart-of-accounts.js';
import { feeOn, scheduleFor, type FeeSchedule } from './fee-schedule.js';

/**
 * What each event of money does to the books. Every posting is balanced: debits are positive, credits
 * negative, and they sum to zero.
 *
 * A reversal mirrors everything that its receipt caused, fees included: the counter gave the cash back, so
 * the provider keeps no fee of it and neither do we. What a provider keeps all the same is a difference that
 * reconciliation finds.
 */

/** Kinds of transactions. */
export const TRANSACTION_KINDS = {
  payment_received: 'cash for a payment, on time and in full (surplus apart)',
  partial_payment_received: 'cash for a payment, less than was due',
  late_payment_received: 'cash after the merchant had been told that the payment was over',
  duplicate_payment_received:
    'cash for a payment that was paid already: all of it is owed to the payer',
  unidentified_receipt: 'cash for a reference that no payment has',
  unidentified_receipt_reversed: 'such cash, taken back by the provider',
  provider_fee: 'what the provider keeps of a receipt, with IVA',
  platform_fee: 'our fee for a payment that is paid in full, with IVA',
  surplus_applied: 'surplus of one receipt now pays the merchant, because another one was reversed',
  reversal: 'mirror of a receipt, and of what became of its surplus',
  fee_reversal:
    'mirror of the fees of a receipt, and of our fee when its payment is no longer paid',
} as const satisfies Record<string, string>;

export type TransactionKind = keyof typeof TRANSACTION_KINDS;

/** One leg; minor units, debits positive. */
export interface Entry {
  readonly account: string;
  readonly amountMinor: bigint;
  readonly currency: Currency;
}

/** A balanced transaction to post. */
export interface Posting {
  readonly kind: TransactionKind;
  readonly entries: readonly Entry[];
}

const OVERPAYMENT = 'suspense.overpayment_to_payer';
const UNIDENTIFIED = 'suspense.unidentified_receipts';
const PLATFORM_FEE = 'income.platform_fee';
const IVA_OUTPUT = 'tax.iva_output';

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

/** An entry that was posted, with the kind and the fact of its transaction. */
export interface PostedEntry extends Entry {
  readonly kind: TransactionKind;
  readonly factId: string;
}

const CASH: readonly TransactionKind[] = [
  'payment_received',
  'partial_payment_received',
  'late_payment_received',
  'duplicate_payment_received',
  'surplus_applied',
];

/**
 * A receipt was taken back: the mirror of all that was posted for it so far. Cash and fees are mirrored
 * apart, because a provider's file shows the cash alone.
 *
 * Our fee is the payment's and not the receipt's: a payment that lost a part of what had paid it is no
 * longer paid, whichever receipt completed it. When surplus completes it again, the fee is charged again.
 *
 * @param posted every entry of the payment so far
 * @returns nothing when nothing had been posted for the receipt
 */
export function postReversed(reversed: MoneyReversed, posted: readonly PostedEntry[]): Posting[] {
  const currency = reversed.amount.currency as Currency;
  const own = posted.filter((entry) => entry.factId === reversed.reversedFactId);
  const cash = own.filter((entry) => CASH.includes(entry.kind));
  if (cash.length === 0) return [];
  const providerFees = own.filter((entry) => entry.kind === 'provider_fee');
  const platformFees = reversed.applied > 0n ? platformFeesIn(posted, reversed.merchantId) : [];
  return [
    posting('reversal', currency, mirrored(cash)),
    posting('fee_reversal', currency, mirrored([...providerFees, ...platformFees])),
  ].filter((one) => one.entries.length > 0);
}

/** What our fees moved, and what their reversals moved back. */
function platformFeesIn(posted: readonly PostedEntry[], merchantId: string): PostedEntry[] {
  const accounts: readonly string[] = [pendingOf(merchantId), PLATFORM_FEE, IVA_OUTPUT];
  return posted.filter(
    ({ kind, account }) =>
      kind === 'platform_fee' || (kind === 'fee_reversal' && accounts.includes(account)),
  );
}

/** The legs that take every account back to where it was. */
function mirrored(entries: readonly Entry[]): (readonly [string, bigint])[] {
  const byAccount = new Map<string, bigint>();
  for (const { account, amountMinor } of entries) {
    byAccount.set(account, (byAccount.get(account) ?? 0n) - amountMinor);
  }
  return [...byAccount];
}

/** Cash that nobody asked for, or its reversal when the amount is negative. @source L6, L8 */
export function postUnidentified(
  receipt: ReceiptUnidentified,
  schedules: readonly FeeSchedule[],
): Posting[] {
  const currency = receipt.amount.currency as Currency;
  const isReversal = receipt.amount.minor < 0n;
  const kind = isReversal ? 'unidentified_receipt_reversed' : 'unidentified_receipt';
  const received = posting(kind, currency, [
    [receivableOf(receipt.route), receipt.amount.minor],
    [UNIDENTIFIED, -receipt.amount.minor],
  ]);
  if (!isReversal) return [received, ...providerFee(receipt, schedules)];
  const size = { ...receipt, amount: { ...receipt.amount, minor: -receipt.amount.minor } };
  return [received, ...providerFee(size, schedules).map(mirrorOf)];
}

function receiptKind(received: MoneyReceived): TransactionKind {
  if (received.cause === 'duplicate') return 'duplicate_payment_received';
  if (received.cause === 'late') return 'late_payment_received';
  return received.completes ? 'payment_received' : 'partial_payment_received';
}

function providerFee(
  receipt: { route: string; amount: { minor: bigint; currency: string }; occurredOn: string },
  schedules: readonly FeeSchedule[],
): Posting[] {
  const base = receipt.amount as Money;
  const schedule = scheduleFor(schedules, 'provider', receipt.route, receipt.occurredOn);
  const { fee, iva } = feeOn(schedule, base);
  if (fee === 0n) return [];
  return [
    posting('provider_fee', base.currency, [
      ['expense.provider_fee', fee],
      ['tax.iva_input', iva],
      [receivableOf(receipt.route), -(fee + iva)],
    ]),
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
      [PLATFORM_FEE, -fee],
      [IVA_OUTPUT, -iva],
    ]),
  ];
}

function mirrorOf(original: Posting): Posting {
  return {
    kind: original.kind,
    entries: original.entries.map((entry) => ({ ...entry, amountMinor: -entry.amountMinor })),
  };
}

/** Makes a posting, leaves out empty legs, and insists on balance. */
function posting(
  kind: TransactionKind,
  currency: Currency,
  legs: readonly (readonly [account: string, amountMinor: bigint])[],
): Posting {
  const entries = legs
    .filter(([, amountMinor]) => amountMinor !== 0n)
    .map(([account, amountMinor]) => ({ account, amountMinor, currency }));
  const sum = entries.reduce((total, entry) => total + entry.amountMinor, 0n);
  if (sum !== 0n) throw new Error(`${kind} does not balance: it is off by ${sum} minor units`);
  return { kind, entries };
}
