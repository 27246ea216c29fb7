import { newId } from '@cauce/config';
import { FACT_KINDS, TOPICS, type FactSource } from '@cauce/contracts';
import type { Sql, Transaction } from '@cauce/database';
import { newMessage, send } from '@cauce/messaging';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import type { ProviderTransaction } from '../connector.js';
import { factReference } from './fact-reference.js';
import { endedWithoutMoney, statementsOf, type Statement, type View } from './facts-to-state.js';

/** Whose the facts are; null for money that nobody asked for. */
export interface FactOwner {
  readonly paymentId: string;
  readonly attemptId: string;
}

/** Where facts come from. */
export interface FactOrigin {
  readonly route: string;
  readonly owner: FactOwner | null;
  readonly source: FactSource;
  readonly view: View;
}

/** Where it is written what to do when a provider contradicts itself. */
const RUNBOOK = 'docs/runbooks/facts-conflict.md';

/** What is read while a reversal is stated may be older than it. */
const READ_WITHIN_MS = 60_000;

interface StatedRow {
  readonly fact_id: string;
  readonly amount_minor: string;
  readonly reference: string;
  readonly is_taken_back: boolean;
}

/** States facts: each (route, provider transaction, kind) once. */
@Injectable()
export class FactsService {
  private readonly stated;
  private readonly conflicts;

  constructor(private readonly context: ConnectorContext) {
    const { metrics } = context;
    this.stated = metrics.counter('cauce_facts_total', 'Facts stated by their source', [
      'route',
      'kind',
      'source',
    ]);
    this.conflicts = metrics.counter(
      'cauce_fact_conflicts_total',
      'Facts that a provider contradicted, by what it says now',
      ['route', 'kind'],
    );
    // The alert is about an increase, and a series that begins with its first conflict has none.
    for (const { route } of context.connectors) {
      for (const kind of FACT_KINDS) this.conflicts.inc({ route, kind }, 0);
    }
  }

  /** States what transactions say. @returns how many facts were new */
  async state(
    tx: Transaction,
    origin: FactOrigin,
    transactions: readonly ProviderTransaction[],
  ): Promise<number> {
    let count = 0;
    const deniedIds = await this.denied(tx, origin.route, transactions);
    for (const statement of statementsOf(transactions, origin.view, deniedIds)) {
      if (await this.stateOnce(tx, origin, statement)) count += 1;
    }
    return count;
  }

  private async stateOnce(
    tx: Transaction,
    origin: FactOrigin,
    statement: Statement,
  ): Promise<boolean> {
    const { route, owner, source } = origin;
    const { providerTransactionId, amount, occurredAt } = statement.transaction;
    const reference = factReference(statement.transaction.reference);
    const factId = newId('fact');
    const isNew = await tx.execute(
      `insert into stated_fact (route, provider_transaction_id, kind, fact_id, reference, payment_id,
         amount_minor, currency, occurred_at, source, stated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
      [
        route,
        providerTransactionId,
        statement.kind,
        factId,
        reference,
        owner?.paymentId ?? null,
        amount.minor.toString(),
        amount.currency,
        occurredAt,
        source,
        this.context.clock.now(),
      ],
    );
    if (isNew === 0) {
      await this.compare(tx, route, statement);
      return false;
    }
    const message = newMessage(this.context.clock, {
      type: 'connector.fact' as const,
      key: owner?.paymentId ?? `unmatched:${reference}`,
      sequence: null,
      data: {
        factId,
        route,
        reference,
        paymentId: owner?.paymentId ?? null,
        attemptId: owner?.attemptId ?? null,
        kind: statement.kind,
        providerTransactionId,
        amount,
        occurredAt,
        source,
      },
    });
    await send(tx, TOPICS.connectorFacts, message);
    tx.afterCommit(() => this.stated.inc({ route, kind: statement.kind, source }));
    return true;
  }

  /** A fact is never rewritten; that a provider changed its mind is for a person to see. */
  private async compare(tx: Transaction, route: string, statement: Statement): Promise<void> {
    const { kind, transaction } = statement;
    const { providerTransactionId, amount } = transaction;
    const minor = amount.minor.toString();
    const reference = factReference(transaction.reference);
    const takenBackBefore = new Date(this.context.clock.now().getTime() - READ_WITHIN_MS);
    const [known] = await tx.query<StatedRow>(
      `select fact_id, amount_minor::text, reference, kind = 'paid' and exists (
           select from stated_fact as reversed where reversed.route = stated.route
             and reversed.provider_transaction_id = stated.provider_transaction_id
             and reversed.kind = 'reversed' and reversed.stated_at < $4) as is_taken_back
       from stated_fact as stated where route = $1 and provider_transaction_id = $2 and kind = $3`,
      [route, providerTransactionId, kind, takenBackBefore],
    );
    if (known === undefined) return;
    const isSameReference = known.reference === reference;
    const isSame = known.amount_minor === minor && isSameReference;
    if (isSame && !known.is_taken_back) return;
    this.conflicts.inc({ route, kind });
    const [factId, statedMinor] = [known.fact_id, known.amount_minor];
    this.context.logger.error(
      {
        ...{ factId, route, kind, statedMinor, repeatedMinor: minor, isSameReference },
        runbook: RUNBOOK,
      },
      isSame
        ? 'a provider states money again that it had taken back: ask it which holds'
        : 'a provider repeats a fact otherwise',
    );
  }

  /** The facts of transactions that were stated as paid and not as reversed, by transaction id. */
  async moneyOf(sql: Sql, route: string, ids: readonly string[]): Promise<Map<string, string>> {
    const paid = await sql.query<{ provider_transaction_id: string; fact_id: string }>(
      `select provider_transaction_id, fact_id from stated_fact as paid
       where route = $1 and provider_transaction_id = any ($2) and kind = 'paid' and not exists (
         select from stated_fact as reversed where reversed.route = paid.route
           and reversed.provider_transaction_id = paid.provider_transaction_id
           and reversed.kind = 'reversed')`,
      [route, ids],
    );
    return new Map(paid.map((one) => [one.provider_transaction_id, one.fact_id]));
  }

  /**
   * Transactions that were stated as paid, were never reversed, and are over without money now. The merchant
   * has been credited: only a reversal takes that back, and whether there was one is for a person to ask.
   *
   * @returns their ids
   */
  private async denied(
    tx: Transaction,
    route: string,
    transactions: readonly ProviderTransaction[],
  ): Promise<Set<string>> {
    const ended = endedWithoutMoney(transactions);
    if (ended.length === 0) return new Set();
    const ids = ended.map((one) => one.providerTransactionId);
    const factIds = await this.moneyOf(tx, route, ids);
    for (const { providerTransactionId, status } of ended) {
      const factId = factIds.get(providerTransactionId);
      if (factId === undefined) continue;
      this.conflicts.inc({ route, kind: status });
      this.context.logger.error(
        { factId, route, status, runbook: RUNBOOK },
        'a provider denies money that it stated: ask it which holds',
      );
    }
    return new Set(factIds.keys());
  }
}
