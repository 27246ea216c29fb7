import type { ReadStatusCommand } from '@cauce/contracts';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import { ConnectorError, toConnectorError } from '../connector-error.js';
import type { Connector, ProviderTransaction, StatusAnswer } from '../connector.js';
import { hasMoney } from '../facts/facts-to-state.js';
import { FactConflictsService } from '../facts/fact-conflicts.service.js';
import { FactsService } from '../facts/facts.service.js';
import { TillVouchersService } from '../tills/till-vouchers.service.js';
import type { Voucher } from '../vouchers/voucher-row.js';
import { VouchersService } from '../vouchers/vouchers.service.js';
import { decisive, failedAnswer, statusAnswer, type CommandAnswer } from './command-answer.js';
import { DialerService } from './dialer.service.js';
import { IssueVouchersService } from './issue-vouchers.service.js';
import type { RecordedCall } from './provider-http.client.js';
import { ResultsService } from './results.service.js';

interface StatusRead {
  readonly answer: CommandAnswer;
  readonly transactions: readonly ProviderTransaction[];
}

/** Finds out for the router what became of an attempt. */
@Injectable()
export class ReadStatusService {
  constructor(
    private readonly context: ConnectorContext,
    private readonly dialer: DialerService,
    private readonly vouchers: VouchersService,
    private readonly facts: FactsService,
    private readonly conflicts: FactConflictsService,
    private readonly issuer: IssueVouchersService,
    private readonly results: ResultsService,
    private readonly tills: TillVouchersService,
  ) {}

  /** Carries a command out: its result, and facts for the money that it learns of. */
  async readStatus(
    connector: Connector,
    command: ReadStatusCommand,
    timeoutMs: number,
  ): Promise<void> {
    const { route, reference, attemptId, paymentId } = command;
    const voucher = await this.vouchers.find(this.context.database.reads, route, reference);
    const call = this.dialer.call(connector, timeoutMs);
    const { answer, transactions } = await this.attempt(connector, command, voucher, call);
    await this.results.send('read_status', command, call, answer, async (tx) => {
      await this.vouchers.learn(tx, route, reference, {
        instruction: answer.instruction,
        providerTransactionIds: transactions.map((one) => one.providerTransactionId),
        isPaid: hasMoney(transactions),
      });
      const owner = { attemptId, paymentId };
      await this.facts.state(tx, { route, owner, source: 'status', view: 'whole' }, transactions);
    });
  }

  private async attempt(
    connector: Connector,
    command: ReadStatusCommand,
    voucher: Voucher | null,
    call: RecordedCall,
  ): Promise<StatusRead> {
    try {
      return await this.dialer.run('read_status', connector, call, async () => {
        const found = await this.ask(connector, command, voucher, call);
        const transactions = found.kind === 'found' ? found.transactions : [];
        if (await this.isDenied(command, transactions)) {
          const denied = new ConnectorError('money_denied', `of ${command.reference}`);
          return { answer: failedAnswer(denied), transactions };
        }
        return {
          answer: await this.withInstruction(connector, found, voucher, call),
          transactions,
        };
      });
    } catch (error) {
      return { answer: failedAnswer(toConnectorError(error)), transactions: [] };
    }
  }

  /**
   * Whether an answer has no money where some was stated. The router may hear of the money after this answer, and
   * what it took for over without money it might try elsewhere.
   */
  private async isDenied(
    { route, reference }: ReadStatusCommand,
    transactions: readonly ProviderTransaction[],
  ): Promise<boolean> {
    if (hasMoney(transactions) || transactions.some((one) => one.status === 'pending'))
      return false;
    // Read anew: a callback may have brought it while the provider was asked.
    const { reads } = this.context.database;
    const voucher = await this.vouchers.find(reads, route, reference);
    const ids = voucher?.providerTransactionIds ?? [];
    return (await this.conflicts.moneyOf(reads, route, ids)).size > 0;
  }

  private async ask(
    connector: Connector,
    command: ReadStatusCommand,
    voucher: Voucher | null,
    call: RecordedCall,
  ): Promise<StatusAnswer> {
    const own = await this.tills.statusOf(connector, voucher);
    if (own !== null) return own;
    const known = command.providerTransactionId === null ? [] : [command.providerTransactionId];
    const ids = new Set([...(voucher?.providerTransactionIds ?? []), ...known]);
    const { reference } = command;
    return connector.readStatus(
      { reference, providerTransactionIds: [...ids], scope: 'reference' },
      call,
    );
  }

  /**
   * Adds what the payer needs. If the provider has the voucher and we lost its answer, it is asked for it
   * again under the same reference: nobody was ever handed the first one, so that even a provider that issues
   * a second voucher leaves only one that can be paid.
   */
  private async withInstruction(
    connector: Connector,
    found: StatusAnswer,
    voucher: Voucher | null,
    call: RecordedCall,
  ): Promise<CommandAnswer> {
    const known = voucher?.instruction ?? null;
    const isLost =
      voucher !== null &&
      known === null &&
      found.kind === 'found' &&
      decisive(found.transactions).status === 'pending';
    if (!isLost) return statusAnswer(found, known);
    try {
      expectSameSide(connector, voucher);
      // For tills nothing was ever issued: what the route offers now holds.
      const again = voucher.isForTills
        ? await this.issuer.issueAt(connector, voucher.command, call)
        : await this.issuer.issueAgain(connector, voucher.command, call);
      return statusAnswer(found, again.instruction);
    } catch (error) {
      if (!isGivenUp(voucher, toConnectorError(error))) throw error;
      const handedOut = await this.tills.giveUp(voucher);
      return statusAnswer(handedOut === null ? { kind: 'absent' } : found, handedOut);
    }
  }
}

/**
 * An order and a voucher for tills are two things: a route that has changed over would make the other one.
 *
 * @throws ConnectorError route_changed
 */
function expectSameSide({ route, tills }: Connector, { isForTills, reference }: Voucher): void {
  if (isForTills === (tills !== undefined)) return;
  throw new ConnectorError('route_changed', `${route} cannot issue ${reference} any more`);
}

/** Whether a voucher that nobody was handed is over: only of those for tills can we say so ourselves. */
function isGivenUp({ isForTills }: Voucher, { kind, meaning }: ConnectorError): boolean {
  return isForTills && (meaning.outcome !== 'unknown' || kind === 'route_changed');
}
