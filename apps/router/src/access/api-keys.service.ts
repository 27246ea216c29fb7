import { ApiKeyDirectory } from '@cauce/api';
import { TOPICS, type ApiKeyChanged } from '@cauce/contracts';
import { newMessage, send } from '@cauce/messaging';
import { Injectable } from '@nestjs/common';
import { RouterContext } from '../router-context.js';

/** The router owns merchants and API keys; other services learn of keys by message. */
@Injectable()
export class ApiKeysService {
  private readonly directory: ApiKeyDirectory;

  constructor(private readonly context: RouterContext) {
    this.directory = new ApiKeyDirectory(context.database, context.clock);
  }

  /** Stores a merchant; the name of one that exists is kept. */
  async ensureMerchant(id: string, name: string): Promise<void> {
    await this.context.database.transaction(async (tx) => {
      await tx.execute(
        'insert into merchants (id, name, created_at) values ($1, $2, $3) on conflict (id) do nothing',
        [id, name, this.context.clock.now()],
      );
    });
  }

  /** Stores a key here and tells every other service. */
  async store(change: ApiKeyChanged): Promise<void> {
    await this.context.database.transaction(async (tx) => {
      await this.directory.store(tx, change);
      const message = newMessage(this.context.clock, {
        type: 'access.key_changed' as const,
        key: change.keyId,
        sequence: null,
        data: change,
      });
      await send(tx, TOPICS.accessKeys, message);
    });
  }
}
