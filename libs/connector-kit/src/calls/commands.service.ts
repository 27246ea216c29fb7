import type { AnyMessage, Message } from '@cauce/contracts';
import type { BusContext } from '@cauce/messaging';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import type { Connector } from '../connector.js';
import { VouchersService } from '../vouchers/vouchers.service.js';
import { CancelVouchersService } from './cancel-vouchers.service.js';
import { IssueVouchersService } from './issue-vouchers.service.js';
import { ReadStatusService } from './read-status.service.js';
import { WorkInFlightService } from './work-in-flight.service.js';

type Command = Message<'connector.issue' | 'connector.read_status' | 'connector.cancel'>;

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
    private readonly work: WorkInFlightService,
  ) {}

  /** @throws Error for a message that is no command, or a route that this service does not host */
  async claim(message: AnyMessage, context: BusContext): Promise<void> {
    switch (message.type) {
      case 'connector.issue': {
        const connector = this.connectorOf(message.data.route);
        const isNew = await this.vouchers.write(context.tx, message.data);
        if (!isNew) return this.refuseSecond(message.data.attemptId);
        return this.after(context, message, (left) =>
          this.issuer.issue(connector, message.data, left),
        );
      }
      case 'connector.read_status': {
        const connector = this.connectorOf(message.data.route);
        return this.after(context, message, (left) =>
          this.reader.readStatus(connector, message.data, left),
        );
      }
      case 'connector.cancel': {
        const connector = this.connectorOf(message.data.route);
        return this.after(context, message, (left) =>
          this.canceller.cancel(connector, message.data, left),
        );
      }
      default:
        throw new Error(`${message.type} is not a command to a connector`);
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

  private connectorOf(route: string): Connector {
    const connector = this.context.connectorOf(route);
    if (connector === null) throw new Error(`${this.context.service} does not host ${route}`);
    return connector;
  }

  private refuseSecond(attemptId: string): void {
    this.context.logger.warn({ attemptId }, 'attempt was issued before and is not again');
  }
}
