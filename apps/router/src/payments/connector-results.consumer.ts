import { TOPICS, type AnyMessage } from '@cauce/contracts';
import { BusContext, Consumes } from '@cauce/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { ApplyResultsService } from './apply-results.service.js';

/** Takes what connectors answer to commands. */
@Controller()
export class ConnectorResultsConsumer {
  constructor(private readonly results: ApplyResultsService) {}

  @Consumes(TOPICS.connectorResults, 'router')
  async onResult(@Payload() message: AnyMessage, @Ctx() context: BusContext): Promise<void> {
    if (message.type !== 'connector.result') throw new Error(`unexpected type ${message.type}`);
    await this.results.apply(context.tx, message.data, message.occurredAt);
  }
}
