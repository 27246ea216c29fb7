import type { Transaction } from '@cauce/database';
import type { Currency } from '@cauce/money';
import type { PostedEntry, TransactionKind } from './posting.js';

interface PostedRow {
  readonly kind: TransactionKind;
  readonly fact_id: string;
  readonly code: string;
  readonly currency: Currency;
  readonly amount: string;
}

/** Every entry posted for a payment so far. */
export function entriesOfPayment(tx: Transaction, paymentId: string): Promise<PostedEntry[]> {
  return entriesWhere(tx, 't.payment_id = $1', [paymentId]);
}

/** Every entry posted so far for a provider's transaction that no payment has. */
export function entriesOfStray(
  tx: Transaction,
  { route, providerTransactionId }: { route: string; providerTransactionId: string },
): Promise<PostedEntry[]> {
  const where = 't.payment_id is null and t.route = $1 and t.provider_transaction_id = $2';
  return entriesWhere(tx, where, [route, providerTransactionId]);
}

async function entriesWhere(
  tx: Transaction,
  condition: string,
  params: readonly unknown[],
): Promise<PostedEntry[]> {
  const rows = await tx.query<PostedRow>(
    `select t.kind, t.fact_id, a.code, a.currency, e.amount_minor::text as amount
     from transaction t join entry e on e.transaction_id = t.id join account a on a.id = e.account_id
     where ${condition}`,
    params,
  );
  return rows.map((row) => ({
    kind: row.kind,
    factId: row.fact_id,
    account: row.code,
    currency: row.currency,
    amountMinor: BigInt(row.amount),
  }));
}
