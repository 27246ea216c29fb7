import { commandsTopic, type AnyMessage } from '@cauce/contracts';
import { BusContext, Consumes } from '@cauce/messaging';
import { Controller, type Type } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { ProviderCallsService } from './provider-calls.service.js';
import { VouchersService } from './vouchers.service.js';

/**
 * Makes the consumer of a rail's commands. A command is claimed once, with the voucher row in the same
 * transaction; the provider is called after the commit. If the process dies in between, the router's lease
 * runs out and it asks what became of the attempt: nothing is called twice because of a redelivery.
 *
 * @param rail whose commands
 * @param service consumer group
 */
export function connectorCommandsConsumer(rail: string, service: string): Type<unknown> {
  @Controller()
  class ConnectorCommandsConsumer {
    constructor(
      private readonly calls: ProviderCallsService,
      private readonly vouchers: VouchersService,
    ) {}

    @Consumes(commandsTopic(rail), service)
    async onCommand(@Payload() message: AnyMessage, @Ctx() context: BusContext): Promise<void> {
      switch (message.type) {
        case 'connector.issue':
          await this.vouchers.write(context.tx, message.data);
          context.afterCommit(() => this.calls.issue(message.data, message.occurredAt));
          return;
        case 'connector.read_status':
          context.afterCommit(() => this.calls.readStatus(message.data, message.occurredAt));
          return;
        default:
          throw new Error(`${service} does not offer ${message.type}`);
      }
    }
  }
  return ConnectorCommandsConsumer;
}
