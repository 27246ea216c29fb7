import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import type { ProviderTransaction, StatusAnswer } from '../connector.js';
import type { Voucher } from '../vouchers/voucher-row.js';
import { VouchersService } from '../vouchers/vouchers.service.js';
import { factReference } from './fact-reference.js';
import { hasMoney } from './facts-to-state.js';
import { FactsService, type FactOrigin } from './facts.service.js';

/** States what was learnt without a command: each transaction for the voucher that has its reference. */
@Injectable()
export class StateFactsService {
  constructor(
    private readonly context: ConnectorContext,
    private readonly vouchers: VouchersService,
    private readonly facts: FactsService,
  ) {}

  /** The voucher that an answer is about, by the reference that the provider names; null for nobody's. */
  async ownerOf(route: string, answer: StatusAnswer): Promise<Voucher | null> {
    const reference = answer.kind === 'found' ? answer.transactions[0]?.reference : undefined;
    if (reference === undefined) return null;
    return this.vouchers.find(this.context.database.reads, route, factReference(reference));
  }

  /** States facts and keeps with each voucher what was learnt of it, in one transaction. */
  async state(
    origin: Omit<FactOrigin, 'owner'>,
    transactions: readonly ProviderTransaction[],
  ): Promise<void> {
    const { route } = origin;
    const references = [...new Set(transactions.map((one) => factReference(one.reference)))].sort();
    await this.context.database.transaction(async (tx) => {
      for (const reference of references) {
        const own = transactions.filter((one) => factReference(one.reference) === reference);
        const owner = await this.vouchers.find(tx, route, reference);
        await this.vouchers.learn(tx, route, reference, {
          instruction: null,
          providerTransactionIds: own.map((one) => one.providerTransactionId),
          isPaid: hasMoney(own),
        });
        await this.facts.state(tx, { ...origin, owner }, own);
      }
    });
  }
}
