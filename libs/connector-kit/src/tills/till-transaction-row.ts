import { isCurrency, money, type Money } from '@cauce/money';

/**
 * What became of a payment at a till. `registered`: the money is counted, and not yet taken. `confirmed`: it
 * was taken. `reversed`: it was given back, or never taken; nothing moves it from there.
 */
export type TillStatus = 'registered' | 'confirmed' | 'reversed';

/** A payment that a till registered. */
export interface RegisteredTransaction {
  readonly network: string;
  readonly transaction: string;
  readonly number: string;
  readonly status: TillStatus;
  readonly reference: string;
  readonly amount: Money;
  readonly registeredAt: Date;
  /** Whether the voucher is kept from other tills for it: until then, or for good once it is confirmed. */
  readonly isHolding: boolean;
  readonly heldUntil: Date;
  readonly confirmedAt: Date | null;
  readonly reversedAt: Date | null;
}

/** What is known of a network's transaction: a payment, or that it was taken back before it came. */
export type KnownTransaction = RegisteredTransaction | 'tombstone';

/** A row of the table, as the driver hands it over. */
export interface TillTransactionRow {
  readonly network: string;
  readonly transaction: string;
  readonly number: string;
  readonly status: TillStatus;
  readonly reference: string | null;
  readonly amount_minor: string | null;
  readonly currency: string | null;
  readonly registered_at: Date | null;
  readonly is_holding: boolean;
  readonly held_until: Date | null;
  readonly confirmed_at: Date | null;
  readonly reversed_at: Date | null;
}

export const TILL_COLUMNS = `network, transaction, number::text, status, reference, amount_minor::text,
  currency, registered_at, is_holding, held_until, confirmed_at, reversed_at`;

/** Reads a row. @throws Error when the table's own checks do not hold */
export function toTillTransaction(row: TillTransactionRow): KnownTransaction {
  const { network, transaction, number, status, reference, amount_minor, currency } = row;
  const { registered_at: registeredAt, held_until: heldUntil } = row;
  if (reference === null) return 'tombstone';
  if (amount_minor === null || currency === null) {
    throw new Error(`transaction ${number} has a reference and no amount`);
  }
  if (registeredAt === null || heldUntil === null) {
    throw new Error(`transaction ${number} has a reference and no time`);
  }
  if (!isCurrency(currency)) throw new Error(`transaction ${number} is in ${currency}`);
  return {
    ...{ network, transaction, number, status, reference },
    amount: money(BigInt(amount_minor), currency),
    registeredAt,
    isHolding: row.is_holding,
    heldUntil,
    confirmedAt: row.confirmed_at,
    reversedAt: row.reversed_at,
  };
}

/** What facts name it by: networks number alike, so that their name belongs to it. */
export function transactionId({
  network,
  transaction,
}: Pick<RegisteredTransaction, 'network' | 'transaction'>): string {
  return `${network}:${transaction}`;
}
