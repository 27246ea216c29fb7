import { TOPICS, type AnyMessage } from '@cauce/contracts';
import { BusContext, Consumes } from '@cauce/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { ApplyFactsService } from './apply-facts.service.js';

/** Takes what providers state about money and vouchers. */
@Controller()
export class ConnectorFactsConsumer {
  constructor(private readonly facts: ApplyFactsService) {}

  @Consumes(TOPICS.connectorFacts, 'router')
  async onFact(@Payload() message: AnyMessage, @Ctx() context: BusContext): Promise<void> {
    if (message.type !== 'connector.fact') throw new Error(`unexpected type ${message.type}`);
    await this.facts.apply(context.tx, message.data);
  }
}
