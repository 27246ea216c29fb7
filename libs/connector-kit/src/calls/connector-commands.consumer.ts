import { commandsTopic, type AnyMessage } from '@cauce/contracts';
import { BusContext, Consumes } from '@cauce/messaging';
import { Controller, type Type } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { CommandsService } from './commands.service.js';

/**
 * Makes the consumer of a rail's commands.
 *
 * @param rail whose commands
 * @param service consumer group
 */
export function connectorCommandsConsumer(rail: string, service: string): Type<unknown> {
  @Controller()
  class ConnectorCommandsConsumer {
    constructor(private readonly commands: CommandsService) {}

    @Consumes(commandsTopic(rail), service)
    async onCommand(@Payload() message: AnyMessage, @Ctx() context: BusContext): Promise<void> {
      await this.commands.claim(message, context);
    }
  }
  return ConnectorCommandsConsumer;
}
