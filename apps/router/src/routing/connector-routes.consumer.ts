import { TOPICS, type AnyMessage } from '@cauce/contracts';
import { BusContext, Consumes } from '@cauce/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { RoutesService } from './routes.service.js';

/** Takes what connectors announce of their routes. */
@Controller()
export class ConnectorRoutesConsumer {
  constructor(private readonly routes: RoutesService) {}

  @Consumes(TOPICS.connectorRoutes, 'router')
  async onRoute(@Payload() message: AnyMessage, @Ctx() context: BusContext): Promise<void> {
    if (message.type !== 'connector.route_announced') {
      throw new Error(`unexpected type ${message.type}`);
    }
    await this.routes.store(context.tx, message.data, message.occurredAt);
  }
}
