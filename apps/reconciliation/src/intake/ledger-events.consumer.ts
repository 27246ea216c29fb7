import { TOPICS, type AnyMessage } from '@cauce/contracts';
import { BusContext, Consumes } from '@cauce/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { ExpectedItemsService } from './expected-items.service.js';

/** Takes what the ledger has posted: it is what files are compared with. */
@Controller()
export class LedgerEventsConsumer {
  constructor(private readonly items: ExpectedItemsService) {}

  @Consumes(TOPICS.ledgerEvents, 'reconciliation')
  async onPosted(@Payload() message: AnyMessage, @Ctx() context: BusContext): Promise<void> {
    if (message.type !== 'ledger.transaction_posted') {
      throw new Error(`unexpected type ${message.type}`);
    }
    await this.items.add(context.tx, message.data);
  }
}
