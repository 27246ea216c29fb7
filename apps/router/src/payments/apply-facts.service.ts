import { TOPICS, type ConnectorFact } from '@cauce/contracts';
import type { Transaction } from '@cauce/database';
import { newMessage, send } from '@cauce/messaging';
import { Injectable } from '@nestjs/common';
import { ConnectorClient } from '../connectors/connector.client.js';
import { RouterContext } from '../router-context.js';
import {
  applyFact,
  heldTotal,
  type Applied,
  type MoneyEffect,
  type MoneyFact,
} from './apply-facts.js';
import { AttemptsService } from './attempts.service.js';
import { GivenUpVouchersService } from './given-up-vouchers.service.js';
import { moneyEvent, unidentifiedEvent, type StoredFact } from './payment-events.js';
import { PaymentStoryService } from './payment-story.service.js';
import type { PaymentEntity } from './payment.entity.js';
import { ReceiptsService } from './receipts.service.js';

/** What a provider's word about a voucher does when it is not about money. */
const WORDS = {
  rejected: { status: 'rejected', event: 'not_issued' },
  expired: { status: 'expired', event: 'expired' },
  cancelled: { status: 'cancelled', event: 'cancelled' },
} as const;

/** Keeps every fact, and applies it to the payment that it belongs to. */
@Injectable()
export class ApplyFactsService {
  constructor(
    private readonly context: RouterContext,
    private readonly attempts: AttemptsService,
    private readonly story: PaymentStoryService,
    private readonly receipts: ReceiptsService,
    private readonly vouchers: GivenUpVouchersService,
    private readonly connectors: ConnectorClient,
  ) {}

  /** Applies one fact in the transaction of its message; a fact that is known already changes nothing. */
  async apply(tx: Transaction, fact: ConnectorFact): Promise<void> {
    const owner = await this.ownerOf(tx, fact);
    const payment = owner === null ? null : await this.story.lock(tx, owner.paymentId);
    if (!(await this.keep(tx, fact, owner))) return;
    if (payment === null || owner === null) {
      await this.unidentified(tx, fact);
      return;
    }
    if (fact.kind === 'paid' || fact.kind === 'reversed') {
      await this.applyMoney(tx, payment, { ...fact, kind: fact.kind, attemptId: owner.attemptId });
    } else {
      await this.applyWord(tx, payment, owner.attemptId, fact.kind);
    }
    await this.story.save(tx, payment);
    tx.afterCommit(() => this.connectors.changed(payment.id));
  }

  /** The attempt that has this reference on this route, whatever the connector believed. */
  private async ownerOf(
    tx: Transaction,
    fact: ConnectorFact,
  ): Promise<{ paymentId: string; attemptId: string } | null> {
    const [row] = await tx.query<{ id: string; payment_id: string }>(
      'select id, payment_id from attempts where route = $1 and reference = $2',
      [fact.route, fact.reference],
    );
    return row === undefined ? null : { paymentId: row.payment_id, attemptId: row.id };
  }

  private async keep(
    tx: Transaction,
    fact: ConnectorFact,
    owner: { paymentId: string; attemptId: string } | null,
  ): Promise<boolean> {
    const inserted = await tx.execute(
      `insert into facts (id, payment_id, attempt_id, route, reference, kind, provider_transaction_id,
         amount_minor, currency, occurred_at, recorded_at, source)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       on conflict on constraint facts_once do nothing`,
      [
        fact.factId,
        owner?.paymentId ?? null,
        owner?.attemptId ?? null,
        fact.route,
        fact.reference,
        fact.kind,
        fact.providerTransactionId,
        fact.amount.minor,
        fact.amount.currency,
        fact.occurredAt,
        this.context.clock.now(),
        fact.source,
      ],
    );
    return inserted === 1;
  }

  private async applyMoney(
    tx: Transaction,
    payment: PaymentEntity,
    fact: ConnectorFact & { kind: 'paid' | 'reversed'; attemptId: string },
  ): Promise<void> {
    if (fact.amount.currency !== payment.currency) {
      throw new Error(
        `fact ${fact.factId} is in ${fact.amount.currency}, payment ${payment.id} in ${payment.currency}`,
      );
    }
    const receipts = await this.receipts.of(tx, payment.id);
    const money: MoneyFact = {
      factId: fact.factId,
      attemptId: fact.attemptId,
      route: fact.route,
      kind: fact.kind,
      providerTransactionId: fact.providerTransactionId,
      amountMinor: fact.amount.minor,
    };
    const ahead = await this.receipts.reversedAhead(tx, payment.id, fact.factId);
    const before = {
      state: payment.state,
      dueMinor: payment.amountMinor,
      receipts,
      reversedAhead: ahead.map((one) => ({ ...one, factId: one.id })),
    };
    const applied = applyFact(before, money);
    await this.receipts.write(tx, payment.id, receipts, applied.receipts);
    const stored: StoredFact = { ...fact, id: fact.factId, amountMinor: fact.amount.minor };
    await this.announce(tx, payment, [stored, ...ahead], applied);
    await this.vouchers.moneyMoved(tx, payment, applied.receipts, fact);
  }

  /** @param facts the one that was applied, and those that waited for it */
  private async announce(
    tx: Transaction,
    payment: PaymentEntity,
    facts: readonly [StoredFact, ...StoredFact[]],
    applied: Applied,
  ): Promise<void> {
    payment.amountPaidMinor = heldTotal(applied.receipts);
    payment.isLate ||= applied.isLate;
    for (const effect of applied.effects) {
      await this.story.tellMoney(tx, payment, moneyEvent(payment, effect, causeOf(effect, facts)));
    }
    const event = {
      paid: 'all_received',
      partially_paid: 'part_received',
      reversed: 'all_reversed',
    };
    if (applied.state === payment.state || applied.effects.length === 0) return;
    await this.story.move(
      tx,
      payment,
      event[applied.state as keyof typeof event] as
        'all_received' | 'part_received' | 'all_reversed',
    );
  }

  private async applyWord(
    tx: Transaction,
    payment: PaymentEntity,
    attemptId: string,
    kind: keyof typeof WORDS,
  ): Promise<void> {
    const attempts = await this.attempts.of(tx, payment.id);
    const attempt = attempts.find((one) => one.id === attemptId);
    const isLive =
      attempt !== undefined && ['sending', 'unknown', 'issued'].includes(attempt.status);
    if (!isLive) return;
    attempt.status = WORDS[kind].status;
    attempt.reason = kind;
    attempt.resolveAt = null;
    attempt.endedAt = this.context.clock.now();
    await this.attempts.save(tx, attempt);
    await this.story.move(tx, payment, WORDS[kind].event, kind);
  }

  private async unidentified(tx: Transaction, fact: ConnectorFact): Promise<void> {
    if (fact.kind !== 'paid' && fact.kind !== 'reversed') return;
    const stored: StoredFact = { ...fact, id: fact.factId, amountMinor: fact.amount.minor };
    const message = newMessage(this.context.clock, {
      type: 'receipt.unidentified' as const,
      key: fact.factId,
      sequence: 1,
      data: unidentifiedEvent(stored, fact.kind, fact.amount.currency),
    });
    await send(tx, TOPICS.paymentsEvents, message);
    this.context.logger.warn(
      { factId: fact.factId, route: fact.route },
      'money for an unknown reference',
    );
  }
}

/** The fact that an effect is told from: a reversal that waited for its payment keeps its own day and name. */
function causeOf(effect: MoneyEffect, facts: readonly [StoredFact, ...StoredFact[]]): StoredFact {
  const named = effect.kind === 'reversed' ? effect.byFactId : facts[0].id;
  return facts.find((one) => one.id === named) ?? facts[0];
}
