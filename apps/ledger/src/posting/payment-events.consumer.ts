import { TOPICS, type AnyMessage } from '@cauce/contracts';
import { BusContext, Consumes } from '@cauce/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { PostingService } from './posting.service.js';

/** Takes the story of every payment; what is not about money moves only the position. */
@Controller()
export class PaymentEventsConsumer {
  constructor(private readonly posting: PostingService) {}

  @Consumes(TOPICS.paymentsEvents, 'ledger')
  async onPaymentEvent(@Payload() message: AnyMessage, @Ctx() context: BusContext): Promise<void> {
    await this.posting.post(context.tx, message);
  }
}
