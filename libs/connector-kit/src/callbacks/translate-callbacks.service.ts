import { isDatabaseTrouble } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { AskProvidersService } from '../calls/ask-providers.service.js';
import { ConnectorContext } from '../connector-context.js';
import { ConnectorError } from '../connector-error.js';
import type { CallbackHint, Connector, ProviderTransaction, StatusAnswer } from '../connector.js';
import { StateFactsService } from '../facts/state-facts.service.js';
import { VouchersService } from '../vouchers/vouchers.service.js';
import { CallbacksService, type TakenCallback } from './callbacks.service.js';
import { judgeCallback, lookAgainAt } from './judge-callback.js';
import { readCallback } from './read-callback.js';

/**
 * Understands callbacks. What one says of money is only a hint, unless its signature covers all of it: the
 * provider is asked about the transaction, and what it answers is stated as facts.
 */
@Injectable()
export class TranslateCallbacksService {
  constructor(
    private readonly context: ConnectorContext,
    private readonly callbacks: CallbacksService,
    private readonly provider: AskProvidersService,
    private readonly vouchers: VouchersService,
    private readonly facts: StateFactsService,
  ) {}

  /**
   * Understands one callback, or puts it off.
   *
   * @throws whatever is wrong with the database, which says nothing of the callback: it stays due
   */
  async translate(taken: TakenCallback): Promise<void> {
    try {
      await this.understand(taken);
    } catch (error) {
      if (isDatabaseTrouble(error)) throw error;
      const { route, id: callbackId, tries } = taken;
      const facts = { route, callbackId, tries, err: error };
      this.context.logger.error(facts, 'callback could not be worked on');
      await this.wait(taken, 'failed');
    }
  }

  private async understand(taken: TakenCallback): Promise<void> {
    const connector = this.context.connectorOf(taken.route);
    if (connector === null) return this.wait(taken, 'route_not_hosted');
    const { reading, error } = readCallback(connector, this.callbacks.open(taken));
    switch (reading.kind) {
      case 'forged':
        return this.reject(taken, reading.reference, error);
      case 'statement':
        if (connector.trust === 'signed') return this.believe(taken, reading.transaction);
        return this.verify(connector, taken, hintOf(reading.transaction));
      case 'hint':
        return this.verify(connector, taken, reading.hint);
    }
  }

  /** Its signature was right when it came: the keys are others now. */
  private async reject(
    taken: TakenCallback,
    reference: string | null,
    error: unknown,
  ): Promise<void> {
    const { route, id: callbackId } = taken;
    this.context.logger.warn({ route, callbackId, err: error }, 'callback with a wrong signature');
    if (reference !== null) await this.vouchers.pollSoon(route, reference);
    await this.callbacks.settle(taken, 'forged', null);
  }

  private async believe(taken: TakenCallback, transaction: ProviderTransaction): Promise<void> {
    const answer: StatusAnswer = { kind: 'found', transactions: [transaction] };
    await this.conclude(taken, hintOf(transaction), answer);
  }

  private async verify(
    connector: Connector,
    taken: TakenCallback,
    hint: CallbackHint,
  ): Promise<void> {
    let answer: StatusAnswer;
    try {
      answer = await this.provider.ask('callback', connector, null, {
        reference: hint.reference,
        providerTransactionIds: [hint.providerTransactionId],
        scope: 'transactions',
      });
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      return this.wait(taken, error.kind);
    }
    await this.conclude(taken, hint, answer);
  }

  private async conclude(
    taken: TakenCallback,
    hint: CallbackHint,
    answer: StatusAnswer,
  ): Promise<void> {
    const { clock, settings } = this.context;
    const owner = await this.facts.ownerOf(taken.route, answer);
    const ageMs = clock.now().getTime() - taken.receivedAt.getTime();
    const isPatienceOver = ageMs >= settings.unmatchedAfterMs;
    const verdict = judgeCallback(hint, answer, owner !== null, isPatienceOver);
    switch (verdict.kind) {
      case 'wait':
        return this.wait(taken, owner === null ? 'unknown_reference' : 'not_shown_yet');
      case 'look':
        if (owner !== null) await this.vouchers.pollSoon(taken.route, owner.reference);
        // Nobody asks about nobody's again, and it may have been stated as paid.
        else await this.state(taken, verdict.transactions);
        break;
      case 'state':
        await this.state(taken, verdict.transactions);
        break;
      case 'nothing':
        break;
    }
    await this.callbacks.settle(taken, 'done', null);
  }

  private async state(
    { route }: TakenCallback,
    transactions: readonly ProviderTransaction[],
  ): Promise<void> {
    await this.facts.state({ route, source: 'callback', view: 'partial' }, transactions);
  }

  private async wait(taken: TakenCallback, reason: string): Promise<void> {
    const { clock, settings, logger } = this.context;
    const { route, id: callbackId, tries } = taken;
    const { callbackRetryMs, unmatchedAfterMs } = settings;
    const dueAt = lookAgainAt(taken, clock.now(), callbackRetryMs, unmatchedAfterMs);
    const facts = { route, callbackId, tries, reason };
    if (dueAt === null) logger.error(facts, 'callback was never confirmed');
    else logger.info(facts, 'callback not confirmed yet');
    await this.callbacks.settle(taken, dueAt === null ? 'unconfirmed' : 'new', dueAt);
  }
}

function hintOf(transaction: ProviderTransaction): CallbackHint {
  const { reference, providerTransactionId, status } = transaction;
  return { reference, providerTransactionId, claims: status };
}
