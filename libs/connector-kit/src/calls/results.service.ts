import { TOPICS, type ConnectorResult } from '@cauce/contracts';
import type { Transaction } from '@cauce/database';
import { newMessage, send } from '@cauce/messaging';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import type { CommandAnswer } from './command-answer.js';
import { ExchangesService } from './exchanges.service.js';
import type { RecordedCall } from './provider-http.client.js';
import { WorkInFlightService } from './work-in-flight.service.js';

/** What a result repeats of its command. */
export interface AnsweredCommand {
  readonly attemptId: string;
  readonly paymentId: string;
  readonly route: string;
  readonly replyPartition: number | null;
}

/** Writes what came of a command: result, exchanges and whatever was learnt, in one transaction. */
@Injectable()
export class ResultsService {
  constructor(
    private readonly context: ConnectorContext,
    private readonly exchanges: ExchangesService,
    private readonly work: WorkInFlightService,
  ) {}

  /**
   * Sends the result of a command.
   *
   * @param learn what else is written with it
   */
  async send(
    operation: ConnectorResult['operation'],
    command: AnsweredCommand,
    call: RecordedCall,
    answer: CommandAnswer,
    learn: (tx: Transaction) => Promise<void>,
  ): Promise<void> {
    const { attemptId, route } = command;
    const message = this.messageOf(operation, command, answer);
    await this.work.store(async (tx) => {
      await learn(tx);
      await this.exchanges.keep(tx, { route, operation, attemptId }, call.exchanges);
      await send(tx, TOPICS.connectorResults, message, replyTo(command));
    });
    this.told(operation, command, answer);
  }

  /** Sends the result of a command that asked nobody, in the transaction that claims it. */
  async sendIn(
    tx: Transaction,
    operation: ConnectorResult['operation'],
    command: AnsweredCommand,
    answer: CommandAnswer,
  ): Promise<void> {
    const message = this.messageOf(operation, command, answer);
    await send(tx, TOPICS.connectorResults, message, replyTo(command));
    tx.afterCommit(() => this.told(operation, command, answer));
  }

  private messageOf(
    operation: ConnectorResult['operation'],
    { attemptId, paymentId, route }: AnsweredCommand,
    answer: CommandAnswer,
  ) {
    return newMessage(this.context.clock, {
      type: 'connector.result' as const,
      key: paymentId,
      sequence: null,
      data: { operation, attemptId, paymentId, route, ...answer },
    });
  }

  private told(
    operation: ConnectorResult['operation'],
    { attemptId, paymentId, route }: AnsweredCommand,
    { outcome, reason }: CommandAnswer,
  ): void {
    this.context.logger.info(
      { paymentId, attemptId, route, operation, outcome, reason },
      'command answered',
    );
  }
}

function replyTo({ replyPartition }: AnsweredCommand): { partition?: number } {
  return replyPartition === null ? {} : { partition: replyPartition };
}
