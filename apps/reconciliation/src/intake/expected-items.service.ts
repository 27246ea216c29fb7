import type { Day } from '@cauce/calendar';
import type { TransactionPosted } from '@cauce/contracts';
import { expectRows, type Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { RematchRequestsService } from '../matching/rematch-requests.service.js';
import { ReconciliationContext } from '../reconciliation-context.js';
import { expectedPosting } from './expected-postings.js';
import { KnownRoutesService } from './known-routes.service.js';

/** Keeps what the ledger says the providers owe, one item a fact. */
@Injectable()
export class ExpectedItemsService {
  constructor(
    private readonly context: ReconciliationContext,
    private readonly routes: KnownRoutesService,
    private readonly requests: RematchRequestsService,
  ) {}

  /** Adds a transaction to the item of its fact; the same transaction counts once. */
  async add(tx: Transaction, posted: TransactionPosted): Promise<void> {
    const posting = expectedPosting(posted);
    if (posting === null) return;
    const isNew = await tx.execute(
      `insert into expected_postings (transaction_id, item_id, amount_minor) values ($1, $2, $3)
       on conflict (transaction_id) do nothing`,
      [posting.transactionId, posting.factId, posting.amountMinor.toString()],
    );
    if (isNew === 0) return;
    // The day, the reference and the currency of a fact are those of its first posting.
    const written = await tx.query<{ day: Day }>(
      `insert into expected_items as e (id, route, reference, provider_transaction_id, payment_id,
         amount_minor, currency, occurred_on, first_posted_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (id) do update set amount_minor = e.amount_minor + excluded.amount_minor
         where e.route = excluded.route and e.currency = excluded.currency
       returning occurred_on::text as day`,
      [
        posting.factId,
        posting.route,
        posting.reference,
        posting.providerTransactionId,
        posting.paymentId,
        posting.amountMinor.toString(),
        posting.currency,
        posting.day,
        this.context.clock.now(),
      ],
    );
    expectRows(written.length, 1, `items of fact ${posting.factId} on ${posting.route}`);
    await this.routes.remember(tx, posting.route);
    for (const { day } of written) await this.requests.soon(tx, posting.route, day);
  }
}
