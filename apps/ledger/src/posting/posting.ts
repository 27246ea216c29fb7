import type { Currency } from '@cauce/money';

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

/** An entry that was posted, with the kind and the fact of its transaction. */
export interface PostedEntry extends Entry {
  readonly kind: TransactionKind;
  readonly factId: string;
}

/** An account, and what it gets: minor units, debits positive. */
export type Leg = readonly [account: string, amountMinor: bigint];

/**
 * Makes a posting; empty legs are left out.
 *
 * @throws Error when it does not balance
 */
export function posting(kind: TransactionKind, currency: Currency, legs: readonly Leg[]): Posting {
  const entries = legs
    .filter(([, amountMinor]) => amountMinor !== 0n)
    .map(([account, amountMinor]) => ({ account, amountMinor, currency }));
  const sum = entries.reduce((total, entry) => total + entry.amountMinor, 0n);
  if (sum !== 0n) throw new Error(`${kind} does not balance: it is off by ${sum} minor units`);
  return { kind, entries };
}

/** The legs that take every account back to where it was before entries of one currency. */
export function mirrored(entries: readonly Entry[]): Leg[] {
  const byAccount = new Map<string, bigint>();
  for (const { account, amountMinor } of entries) {
    byAccount.set(account, (byAccount.get(account) ?? 0n) - amountMinor);
  }
  return [...byAccount];
}
