import { ApiKeyDirectory } from '@cauce/api';
import { TOPICS, type AnyMessage } from '@cauce/contracts';
import { BusContext, Consumes } from '@cauce/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { LedgerContext } from '../ledger-context.js';

/** Keeps the ledger's own copy of API keys. */
@Controller()
export class AccessKeysConsumer {
  private readonly directory: ApiKeyDirectory;

  constructor(context: LedgerContext) {
    this.directory = new ApiKeyDirectory(context.database, context.clock);
  }

  @Consumes(TOPICS.accessKeys, 'ledger')
  async onKey(@Payload() message: AnyMessage, @Ctx() context: BusContext): Promise<void> {
    if (message.type !== 'access.key_changed') throw new Error(`unexpected type ${message.type}`);
    await this.directory.store(context.tx, message.data);
  }
}
