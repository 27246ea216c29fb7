import { failpoint } from '@cauce/config';
import {
  payerSchema,
  TOPICS,
  type ConnectorResult,
  type IssueCommand,
  type ProviderStatus,
  type ReadStatusCommand,
} from '@cauce/contracts';
import { money, type Currency } from '@cauce/money';
import { newMessage, send } from '@cauce/messaging';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import { ConnectorError, toConnectorError } from '../connector-error.js';
import type { Connector, Issued, ProviderTransaction, StatusAnswer } from '../connector.js';
import { FactsService } from '../facts/facts.service.js';
import { ExchangesService } from './exchanges.service.js';
import { DialerService } from './dialer.service.js';
import type { RecordedCall } from './provider-http.client.js';
import { VouchersService, type Voucher } from './vouchers.service.js';

/** Statuses in the order in which they say most about an attempt. */
const MOST_TELLING: readonly ProviderStatus[] = [
  'paid',
  'reversed',
  'pending',
  'rejected',
  'expired',
  'cancelled',
];

type Answered = Pick<
  ConnectorResult,
  'outcome' | 'reason' | 'reroutable' | 'providerTransactionId' | 'instruction' | 'status'
>;

const NOTHING: Answered = {
  outcome: 'done',
  reason: null,
  reroutable: false,
  providerTransactionId: null,
  instruction: null,
  status: null,
};

/** Carries out commands: calls the provider outside any transaction, and writes what came of it in one. */
@Injectable()
export class ProviderCallsService {
  constructor(
    private readonly context: ConnectorContext,
    private readonly dialer: DialerService,
    private readonly vouchers: VouchersService,
    private readonly facts: FactsService,
    private readonly exchanges: ExchangesService,
  ) {}

  /** Issues an attempt and sends the result. */
  async issue(command: IssueCommand, sentAt: Date): Promise<void> {
    const call = this.dialer.call(this.remaining(command.remainingMs, sentAt));
    const { route, reference, attemptId } = command;
    const answer = await this.attempt('issue', route, call, async (connector) => {
      const issued = await this.issueAt(connector, command, call);
      failpoint('after_provider_call');
      return { ...NOTHING, ...issued };
    });
    await this.context.database.transaction(async (tx) => {
      const ids = answer.providerTransactionId === null ? [] : [answer.providerTransactionId];
      await this.vouchers.complete(tx, route, reference, {
        instruction: answer.instruction,
        providerTransactionIds: ids,
      });
      await this.exchanges.keep(tx, { route, operation: 'issue', attemptId }, call.exchanges);
      await this.reply(tx, 'issue', command, answer);
    });
  }

  /** Finds out what became of an attempt, states what it learns of money, and sends the result. */
  async readStatus(command: ReadStatusCommand, sentAt: Date): Promise<void> {
    const call = this.dialer.call(this.remaining(command.remainingMs, sentAt));
    const { route, reference, attemptId, paymentId } = command;
    const voucher = await this.vouchers.find(this.context.database.reads, route, reference);
    let transactions: readonly ProviderTransaction[] = [];
    const answer = await this.attempt('read_status', route, call, async (connector) => {
      const known = command.providerTransactionId === null ? [] : [command.providerTransactionId];
      const ids = [...new Set([...(voucher?.providerTransactionIds ?? []), ...known])];
      const found = await connector.readStatus({ reference, providerTransactionIds: ids }, call);
      transactions = found.kind === 'found' ? found.transactions : [];
      return this.statusOf(connector, found, voucher, call);
    });
    await this.context.database.transaction(async (tx) => {
      await this.vouchers.complete(tx, route, reference, {
        instruction: answer.instruction,
        providerTransactionIds: transactions.map((one) => one.providerTransactionId),
      });
      await this.exchanges.keep(tx, { route, operation: 'read_status', attemptId }, call.exchanges);
      await this.facts.state(tx, route, transactions, { attemptId, paymentId }, 'status');
      await this.reply(tx, 'read_status', command, answer);
    });
  }

  private async statusOf(
    connector: Connector,
    found: StatusAnswer,
    voucher: Voucher | null,
    call: RecordedCall,
  ): Promise<Answered> {
    if (found.kind === 'absent') return { ...NOTHING, status: 'absent' };
    const status = MOST_TELLING.find((one) => found.transactions.some((t) => t.status === one));
    const telling = found.transactions.find((one) => one.status === status);
    if (status === undefined || telling === undefined) {
      throw new ConnectorError('malformed_reply', 'found, but with no transaction');
    }
    const answer = { ...NOTHING, status, providerTransactionId: telling.providerTransactionId };
    if (voucher === null || status !== 'pending') {
      return { ...answer, instruction: voucher?.instruction ?? null };
    }
    if (voucher.instruction !== null) return { ...answer, instruction: voucher.instruction };
    // The provider has it but we lost what the payer needs: the same reference yields the same voucher.
    const again = await this.issueAt(connector, voucher.command, call);
    return { ...answer, instruction: again.instruction };
  }

  private async issueAt(
    connector: Connector,
    command: IssueCommand,
    call: RecordedCall,
  ): Promise<Issued> {
    const { cipher, publicUrl } = this.context;
    const payer = cipher.open(command.sealedPayer, `payer:${command.attemptId}`);
    return connector.issue(
      {
        attemptId: command.attemptId,
        reference: command.reference,
        amount: money(command.amount.minor, command.amount.currency as Currency),
        description: command.description,
        payer: payerSchema.parse(JSON.parse(payer)),
        expiresAt: command.expiresAt,
        returnUrl: command.returnUrl,
        bank: command.bank,
        callbackUrl: `${publicUrl}/callbacks/${connector.route}`,
      },
      call,
    );
  }

  private async reply(
    tx: Parameters<typeof send>[0],
    operation: ConnectorResult['operation'],
    command: { attemptId: string; paymentId: string; route: string; replyPartition: number },
    answer: Answered,
  ): Promise<void> {
    const { attemptId, paymentId, route } = command;
    const message = newMessage(this.context.clock, {
      type: 'connector.result' as const,
      key: paymentId,
      sequence: null,
      data: { operation, attemptId, paymentId, route, ...answer },
    });
    await send(tx, TOPICS.connectorResults, message, { partition: command.replyPartition });
  }

  private remaining(remainingMs: number, sentAt: Date): number {
    return remainingMs - (this.context.clock.now().getTime() - sentAt.getTime());
  }

  /** Turns whatever goes wrong into the outcome that its kind stands for. */
  private async attempt(
    operation: string,
    route: string,
    call: RecordedCall,
    work: (connector: Connector) => Promise<Answered>,
  ): Promise<Answered> {
    try {
      if (call.signal.aborted) throw new ConnectorError('deadline_passed', 'too late to start');
      return await this.dialer.observed(operation, route, work);
    } catch (error) {
      const failure = toConnectorError(error);
      if (!(error instanceof ConnectorError)) {
        this.context.logger.error(
          { err: error, route, operation },
          'connector failed unexpectedly',
        );
      }
      const { outcome, reroute } = failure.meaning;
      return { ...NOTHING, outcome, reason: failure.kind, reroutable: reroute };
    }
  }
}
