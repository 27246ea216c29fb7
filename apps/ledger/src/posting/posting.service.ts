import { newId } from '@cauce/config';
import { TOPICS, type AnyMessage } from '@cauce/contracts';
import { expectRows, type Transaction } from '@cauce/database';
import { newMessage, send } from '@cauce/messaging';
import { Injectable } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { LedgerContext } from '../ledger-context.js';
import { FeesService } from './fees.service.js';
import { entriesOfPayment, entriesOfStray } from './posted-entries.service.js';
import { postReceived, postSurplusApplied, postUnidentified } from './posting-rules.js';
import type { Posting } from './posting.js';
import { postReversed } from './reversal-rules.js';

/** What a posting is about; stored with its transaction. */
interface Subject {
  readonly paymentId: string | null;
  readonly merchantId: string | null;
  readonly route: string;
  readonly reference: string | null;
  readonly providerTransactionId: string | null;
  readonly factId: string;
  readonly occurredAt: Date;
  readonly occurredOn: string;
}

interface Numbered extends Posting {
  readonly id: string;
}

/** Turns events of money into entries, in the transaction that consumes the event. */
@Injectable()
export class PostingService {
  private readonly posted;

  constructor(
    private readonly context: LedgerContext,
    private readonly accounts: AccountsService,
    private readonly fees: FeesService,
  ) {
    const name = 'cauce_ledger_transactions_total';
    this.posted = context.metrics.counter(name, 'Posted transactions', ['kind']);
  }

  /** Posts what an event of a payment's story does to the books; most do nothing. */
  async post(tx: Transaction, message: AnyMessage): Promise<void> {
    switch (message.type) {
      case 'payment.money_received': {
        const schedules = await this.fees.schedules(tx);
        return this.write(tx, message.id, message.data, postReceived(message.data, schedules));
      }
      case 'payment.surplus_applied': {
        const schedules = await this.fees.schedules(tx);
        const subject = { ...message.data, reference: null, providerTransactionId: null };
        return this.write(tx, message.id, subject, postSurplusApplied(message.data, schedules));
      }
      case 'payment.money_reversed': {
        const before = await entriesOfPayment(tx, message.data.paymentId);
        return this.write(tx, message.id, message.data, postReversed(message.data, before));
      }
      case 'receipt.unidentified': {
        const schedules = await this.fees.schedules(tx);
        const before = await entriesOfStray(tx, message.data);
        const subject = { ...message.data, paymentId: null, merchantId: null };
        const postings = postUnidentified(message.data, schedules, before);
        return this.write(tx, message.id, subject, postings);
      }
    }
  }

  private async write(
    tx: Transaction,
    sourceId: string,
    subject: Subject,
    postings: readonly Posting[],
  ): Promise<void> {
    if (postings.length === 0) return;
    const numbered = postings.map((one) => ({ ...one, id: newId('txn') }));
    const recordedAt = await this.writeEntries(tx, numbered);
    await this.writeTransactions(tx, { sourceId, recordedAt, ...subject }, numbered);
    for (const posting of numbered) await this.announce(tx, subject, posting);
    tx.afterCommit(() => numbered.forEach(({ kind }) => this.posted.inc({ kind })));
  }

  private async writeTransactions(
    tx: Transaction,
    subject: Subject & { readonly sourceId: string; readonly recordedAt: Date },
    postings: readonly Numbered[],
  ): Promise<void> {
    const written = await tx.execute(
      `insert into transaction (id, kind, source_id, position, payment_id, merchant_id, route, reference,
         provider_transaction_id, fact_id, occurred_at, effective_on, recorded_at)
       select t.id, t.kind, $3, t.position, $4, $5, $6, $7, $8, $9, $10, $11, $12
       from unnest($1::text[], $2::text[]) with ordinality as t (id, kind, position)`,
      [
        postings.map((one) => one.id),
        postings.map((one) => one.kind),
        subject.sourceId,
        subject.paymentId,
        subject.merchantId,
        subject.route,
        subject.reference,
        subject.providerTransactionId,
        subject.factId,
        subject.occurredAt,
        subject.occurredOn,
        subject.recordedAt,
      ],
    );
    expectRows(written, postings.length, 'ledger transactions');
  }

  /** @returns when they are recorded */
  private async writeEntries(tx: Transaction, postings: readonly Numbered[]): Promise<Date> {
    const legs = postings.flatMap((posting) =>
      posting.entries.map((entry) => ({ ...entry, transactionId: posting.id })),
    );
    const { entries: lines, recordedAt } = await this.accounts.advance(tx, legs);
    const written = await tx.execute(
      `insert into entry (account_id, version, transaction_id, currency, amount_minor,
         balance_after_minor, recorded_at)
       select e.*, $7::timestamptz
       from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::bigint[]) as e`,
      [
        lines.map((one) => one.accountId),
        lines.map((one) => one.version),
        lines.map((one) => one.transactionId),
        lines.map((one) => one.currency),
        lines.map((one) => one.amountMinor),
        lines.map((one) => one.balanceAfterMinor),
        recordedAt,
      ],
    );
    expectRows(written, legs.length, 'ledger entries');
    return recordedAt;
  }

  private async announce(tx: Transaction, subject: Subject, posting: Numbered): Promise<void> {
    const message = newMessage(this.context.clock, {
      type: 'ledger.transaction_posted' as const,
      key: subject.route,
      sequence: null,
      data: {
        transactionId: posting.id,
        kind: posting.kind,
        paymentId: subject.paymentId,
        merchantId: subject.merchantId,
        route: subject.route,
        reference: subject.reference,
        providerTransactionId: subject.providerTransactionId,
        factId: subject.factId,
        occurredAt: subject.occurredAt,
        effectiveOn: subject.occurredOn,
        entries: [...posting.entries],
      },
    });
    await send(tx, TOPICS.ledgerEvents, message);
  }
}
