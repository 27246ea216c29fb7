import { newId } from '@cauce/config';
import { TOPICS, type FactSource } from '@cauce/contracts';
import type { Transaction } from '@cauce/database';
import { newMessage, send } from '@cauce/messaging';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import type { ProviderTransaction } from '../connector.js';
import { FactConflictsService } from './fact-conflicts.service.js';
import { factReference } from './fact-reference.js';
import { statementsOf, type Statement, type View } from './facts-to-state.js';

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

/** States facts: each (route, provider transaction, kind) once. */
@Injectable()
export class FactsService {
  private readonly stated;

  constructor(
    private readonly context: ConnectorContext,
    private readonly conflicts: FactConflictsService,
  ) {
    const { metrics } = context;
    this.stated = metrics.counter('cauce_facts_total', 'Facts stated by their source', [
      'route',
      'kind',
      'source',
    ]);
  }

  /** States what transactions say. @returns how many facts were new */
  async state(
    tx: Transaction,
    origin: FactOrigin,
    transactions: readonly ProviderTransaction[],
  ): Promise<number> {
    let count = 0;
    const deniedIds = await this.conflicts.denied(tx, origin.route, transactions);
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
      await this.conflicts.compare(tx, route, statement);
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
}
