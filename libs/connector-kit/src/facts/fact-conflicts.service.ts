import { FACT_KINDS } from '@cauce/contracts';
import type { Sql, Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import type { ProviderTransaction } from '../connector.js';
import { factReference } from './fact-reference.js';
import { endedWithoutMoney, type Statement } from './facts-to-state.js';

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

/** Tells people where a provider contradicts what it stated. */
@Injectable()
export class FactConflictsService {
  private readonly conflicts;

  constructor(private readonly context: ConnectorContext) {
    const { metrics } = context;
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

  /** A fact is never rewritten; that a provider changed its mind is for a person to see. */
  async compare(tx: Transaction, route: string, statement: Statement): Promise<void> {
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
    // A reversal that is read again says that its money was paid, too.
    const isPaidAgain = transaction.status === 'paid' && known.is_taken_back;
    if (isSame && !isPaidAgain) return;
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
  async denied(
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
