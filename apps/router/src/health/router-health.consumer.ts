import { TOPICS, type AnyMessage } from '@cauce/contracts';
import { BusContext, Consumes } from '@cauce/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { FleetEvidenceService } from './fleet-evidence.service.js';

/** Takes what processes of the router tell of their calls. */
@Controller()
export class RouterHealthConsumer {
  constructor(private readonly evidence: FleetEvidenceService) {}

  @Consumes(TOPICS.routerHealth, 'router')
  async onCallsEnded(@Payload() message: AnyMessage, @Ctx() context: BusContext): Promise<void> {
    if (message.type !== 'router.calls_ended') throw new Error(`unexpected type ${message.type}`);
    await this.evidence.store(context.tx, message.id, message.data, message.occurredAt);
  }
}
