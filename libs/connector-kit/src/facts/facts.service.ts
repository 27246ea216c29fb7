import { newId } from '@cauce/config';
import { TOPICS, type FactSource } from '@cauce/contracts';
import type { Transaction } from '@cauce/database';
import { newMessage, send } from '@cauce/messaging';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import type { ProviderTransaction } from '../connector.js';
import { statementsOf, type Statement } from './facts-to-state.js';

/** Whose the facts are; null for money that nobody asked for. */
export interface FactOwner {
  readonly paymentId: string;
  readonly attemptId: string;
}

/** States facts: each (route, provider transaction, kind) once. */
@Injectable()
export class FactsService {
  private readonly stated;

  constructor(private readonly context: ConnectorContext) {
    this.stated = context.metrics.counter('cauce_facts_total', 'Facts stated by their source', [
      'route',
      'kind',
      'source',
    ]);
  }

  /** States what transactions say. @returns how many facts were new */
  async state(
    tx: Transaction,
    route: string,
    transactions: readonly ProviderTransaction[],
    owner: FactOwner | null,
    source: FactSource,
  ): Promise<number> {
    let count = 0;
    for (const statement of statementsOf(transactions)) {
      if (await this.stateOne(tx, route, statement, owner, source)) count += 1;
    }
    return count;
  }

  private async stateOne(
    tx: Transaction,
    route: string,
    { kind, transaction }: Statement,
    owner: FactOwner | null,
    source: FactSource,
  ): Promise<boolean> {
    const { clock } = this.context;
    const factId = newId('fact');
    const inserted = await tx.execute(
      `insert into stated_fact (route, provider_transaction_id, kind, fact_id, stated_at)
       values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [route, transaction.providerTransactionId, kind, factId, clock.now()],
    );
    if (inserted === 0) return false;
    const { providerTransactionId, reference, amount, occurredAt } = transaction;
    const message = newMessage(clock, {
      type: 'connector.fact' as const,
      key: owner?.paymentId ?? `unmatched:${reference}`,
      sequence: null,
      data: {
        factId,
        route,
        reference,
        paymentId: owner?.paymentId ?? null,
        attemptId: owner?.attemptId ?? null,
        kind,
        providerTransactionId,
        amount,
        occurredAt,
        source,
      },
    });
    await send(tx, TOPICS.connectorFacts, message);
    tx.afterCommit(() => this.stated.inc({ route, kind, source }));
    return true;
  }
}
