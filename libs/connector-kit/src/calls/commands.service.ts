import type { AnyMessage } from '@cauce/contracts';
import type { BusContext } from '@cauce/messaging';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import type { Connector } from '../connector.js';
import { VouchersService } from '../vouchers/vouchers.service.js';
import { CancelVouchersService } from './cancel-vouchers.service.js';
import { IssueVouchersService } from './issue-vouchers.service.js';
import { ReadStatusService } from './read-status.service.js';
import { isCommand, UnhostedRoutesService, type Command } from './unhosted-routes.service.js';
import { WorkInFlightService } from './work-in-flight.service.js';

/**
 * Claims commands. The voucher is written in the transaction that claims the message; the provider is called
 * after the commit. If the process dies in between, the router's lease runs out and it asks what became of
 * the attempt: a redelivered command calls nobody.
 */
@Injectable()
export class CommandsService {
  constructor(
    private readonly context: ConnectorContext,
    private readonly vouchers: VouchersService,
    private readonly issuer: IssueVouchersService,
    private readonly reader: ReadStatusService,
    private readonly canceller: CancelVouchersService,
    private readonly unhosted: UnhostedRoutesService,
    private readonly work: WorkInFlightService,
  ) {}

  /** @throws Error for a message that is no command */
  async claim(message: AnyMessage, context: BusContext): Promise<void> {
    if (!isCommand(message)) throw new Error(`${message.type} is not a command to a connector`);
    const connector = this.context.connectorOf(message.data.route);
    if (message.type === 'connector.issue') {
      const isNew = await this.vouchers.write(context.tx, message.data);
      if (!isNew) return this.refuseSecond(message.data.attemptId);
    }
    if (connector === null) return this.unhosted.answer(context.tx, message);
    this.after(context, message, (left) => this.carryOut(connector, message, left));
  }

  private carryOut(connector: Connector, command: Command, leftMs: number): Promise<void> {
    switch (command.type) {
      case 'connector.issue':
        return this.issuer.issue(connector, command.data, leftMs);
      case 'connector.read_status':
        return this.reader.readStatus(connector, command.data, leftMs);
      case 'connector.cancel':
        return this.canceller.cancel(connector, command.data, leftMs);
    }
  }

  private after(
    context: BusContext,
    command: Command,
    work: (leftMs: number) => Promise<void>,
  ): void {
    context.afterCommit(() => this.work.follow(() => work(this.leftOf(command))));
  }

  /** Time left, by our clock; a sender whose clock is ahead gives no more than it said. */
  private leftOf({ occurredAt, data }: Command): number {
    const ageMs = this.context.clock.now().getTime() - occurredAt.getTime();
    return data.remainingMs - Math.max(0, ageMs);
  }

  private refuseSecond(attemptId: string): void {
    this.context.logger.warn({ attemptId }, 'attempt was issued before and is not again');
  }
}
