import type { AnyMessage } from '@cauce/contracts';
import type { Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import { ConnectorError } from '../connector-error.js';
import { VouchersService } from '../vouchers/vouchers.service.js';
import { failedAnswer } from './command-answer.js';
import { ResultsService } from './results.service.js';

/** What each command asks for, as results name it. */
const OPERATIONS = {
  'connector.issue': 'issue',
  'connector.read_status': 'read_status',
  'connector.cancel': 'cancel',
} as const;

/** A command of the router to a connector. */
export type Command = AnyMessage<keyof typeof OPERATIONS>;

/** Whether a message is a command to a connector. */
export function isCommand(message: AnyMessage): message is Command {
  return message.type in OPERATIONS;
}

/**
 * Answers commands for routes that this service does not host: the route was taken out of its configuration, or an
 * instance of before a deploy got what a new one announced. Nobody is asked, so that an issue may go to another
 * route, and what is asked about an earlier one stays open until somebody hosts the route again.
 */
@Injectable()
export class UnhostedRoutesService {
  constructor(
    private readonly context: ConnectorContext,
    private readonly vouchers: VouchersService,
    private readonly results: ResultsService,
  ) {}

  /** Sends the answer in the transaction that claims the command; an issue has written its voucher there. */
  async answer(tx: Transaction, command: Command): Promise<void> {
    const operation = OPERATIONS[command.type];
    const { route, reference, attemptId, paymentId } = command.data;
    const { service, logger } = this.context;
    logger.warn(
      { route, operation, attemptId, paymentId },
      'route is not configured here: list its protocol again until its payments have ended',
    );
    if (operation === 'issue') await this.vouchers.stopPolling(tx, route, reference);
    const failure = new ConnectorError('not_hosted', `${service} does not host ${route}`);
    await this.results.sendIn(tx, operation, command.data, failedAnswer(failure));
  }
}
