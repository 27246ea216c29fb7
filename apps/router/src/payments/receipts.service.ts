import { expectRows, type Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import type { Receipt } from './apply-facts.js';
import type { StoredFact } from './payment-events.js';

interface ReceiptRow {
  fact_id: string;
  attempt_id: string;
  route: string;
  provider_transaction_id: string;
  amount_minor: string;
  applied_minor: string;
  surplus_minor: string;
  is_reversed: boolean;
}

interface FactRow {
  id: string;
  route: string;
  reference: string;
  provider_transaction_id: string;
  amount_minor: string;
  occurred_at: Date;
}

/** Rows of receipts: what each fact of money was worth to its payment. */
@Injectable()
export class ReceiptsService {
  /** Receipts of a payment in the order in which we learnt of them. */
  async of(tx: Transaction, paymentId: string): Promise<Receipt[]> {
    const rows = await tx.query<ReceiptRow>(
      'select * from receipts where payment_id = $1 order by position',
      [paymentId],
    );
    return rows.map((row) => ({
      factId: row.fact_id,
      attemptId: row.attempt_id,
      route: row.route,
      providerTransactionId: row.provider_transaction_id,
      amountMinor: BigInt(row.amount_minor),
      appliedMinor: BigInt(row.applied_minor),
      surplusMinor: BigInt(row.surplus_minor),
      isReversed: row.is_reversed,
    }));
  }

  /** Facts that reversed a transaction of which no payment has been reported yet, oldest first. */
  async reversedAhead(
    tx: Transaction,
    paymentId: string,
    exceptFactId: string,
  ): Promise<StoredFact[]> {
    const rows = await tx.query<FactRow>(
      `select f.id, f.route, f.reference, f.provider_transaction_id, f.amount_minor, f.occurred_at
       from facts f
       where f.payment_id = $1 and f.kind = 'reversed' and f.id <> $2
         and not exists (select 1 from receipts r where r.payment_id = f.payment_id
           and r.route = f.route and r.provider_transaction_id = f.provider_transaction_id)
       order by f.recorded_at, f.id`,
      [paymentId, exceptFactId],
    );
    return rows.map((row) => ({
      id: row.id,
      route: row.route,
      reference: row.reference,
      providerTransactionId: row.provider_transaction_id,
      amountMinor: BigInt(row.amount_minor),
      occurredAt: row.occurred_at,
    }));
  }

  /** Writes receipts that are new or whose share has changed. */
  async write(
    tx: Transaction,
    paymentId: string,
    before: readonly Receipt[],
    after: readonly Receipt[],
  ): Promise<void> {
    for (const [position, receipt] of after.entries()) {
      if (before[position] === receipt) continue;
      const written = await tx.execute(
        `insert into receipts (fact_id, payment_id, attempt_id, route, provider_transaction_id, position,
           amount_minor, applied_minor, surplus_minor, is_reversed)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (fact_id) do update set applied_minor = excluded.applied_minor,
           surplus_minor = excluded.surplus_minor, is_reversed = excluded.is_reversed`,
        [
          receipt.factId,
          paymentId,
          receipt.attemptId,
          receipt.route,
          receipt.providerTransactionId,
          position,
          receipt.amountMinor,
          receipt.appliedMinor,
          receipt.surplusMinor,
          receipt.isReversed,
        ],
      );
      expectRows(written, 1, `receipt ${receipt.factId}`);
    }
  }
}
