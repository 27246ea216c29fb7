import { ApiKeyDirectory } from '@cauce/api';
import { TOPICS, type AnyMessage } from '@cauce/contracts';
import { BusContext, Consumes } from '@cauce/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { ReconciliationContext } from '../reconciliation-context.js';

/** Keeps reconciliation's own copy of API keys. */
@Controller()
export class AccessKeysConsumer {
  private readonly directory: ApiKeyDirectory;

  constructor(context: ReconciliationContext) {
    this.directory = new ApiKeyDirectory(context.database, context.clock);
  }

  @Consumes(TOPICS.accessKeys, 'reconciliation')
  async onKey(@Payload() message: AnyMessage, @Ctx() context: BusContext): Promise<void> {
    if (message.type !== 'access.key_changed') throw new Error(`unexpected type ${message.type}`);
    await this.directory.store(context.tx, message.data);
  }
}
