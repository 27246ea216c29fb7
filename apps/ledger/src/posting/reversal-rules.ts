import type { MoneyReversed } from '@cauce/contracts';
import type { Currency } from '@cauce/money';
import { pendingOf } from '../accounts/chart-of-accounts.js';
import {
  mirrored,
  posting,
  type PostedEntry,
  type Posting,
  type TransactionKind,
} from './posting.js';

/**
 * What a reversal does to the books: it mirrors everything that its receipt caused, fees included. The
 * counter gave the cash back, so the provider keeps no fee of it and neither do we. What a provider keeps
 * all the same is a difference that reconciliation finds.
 */

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
  const accounts: readonly string[] = [
    pendingOf(merchantId),
    'income.platform_fee',
    'tax.iva_output',
  ];
  return posted.filter(
    ({ kind, account }) =>
      kind === 'platform_fee' || (kind === 'fee_reversal' && accounts.includes(account)),
  );
}
