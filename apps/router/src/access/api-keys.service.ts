import { ApiKeyDirectory, type KeyMode } from '@cauce/api';
import type { Clock } from '@cauce/config';
import { TOPICS, type ApiKeyChanged, type Scope } from '@cauce/contracts';
import type { Database, Transaction } from '@cauce/database';
import { newMessage, send } from '@cauce/messaging';

/** A key as people may see it: neither the key nor its digest. */
export interface ListedKey {
  readonly keyId: string;
  readonly mode: KeyMode;
  /** Null for an operator's key. */
  readonly merchantId: string | null;
  readonly merchantName: string | null;
  readonly scopes: readonly Scope[];
  readonly revokedAt: Date | null;
}

/** The router owns merchants and API keys; other services learn of keys by message. */
export class ApiKeysService {
  private readonly directory: ApiKeyDirectory;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    this.directory = new ApiKeyDirectory(database, clock);
  }

  /** Stores a merchant; the name of one that exists is kept. */
  async ensureMerchant(id: string, name: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.execute(
        'insert into merchants (id, name, created_at) values ($1, $2, $3) on conflict (id) do nothing',
        [id, name, this.clock.now()],
      );
    });
  }

  /** @returns the name of a merchant, or null when there is none with that id */
  async merchantName(id: string): Promise<string | null> {
    const [row] = await this.database.reads.query<{ name: string }>(
      'select name from merchants where id = $1',
      [id],
    );
    return row?.name ?? null;
  }

  /** Stores a key here and tells every other service. */
  async store(change: ApiKeyChanged): Promise<void> {
    await this.database.transaction((tx) => this.keep(tx, change));
  }

  /** Keys by merchant, operators' first; all of them, or those of one merchant. */
  async list(merchantId: string | null): Promise<ListedKey[]> {
    return this.database.reads.query<ListedKey>(
      `select k.key_id as "keyId", k.mode, k.merchant_id as "merchantId", m.name as "merchantName",
         k.scopes, k.revoked_at as "revokedAt"
       from api_keys k left join merchants m on m.id = k.merchant_id
       where $1::text is null or k.merchant_id = $1
       order by k.merchant_id nulls first, k.key_id`,
      [merchantId],
    );
  }

  /**
   * Ends a key for good. Instances that know it refuse it within five seconds.
   *
   * @returns what it was before, or null when there is no such key
   */
  async revoke(keyId: string): Promise<ApiKeyChanged | null> {
    return this.database.transaction(async (tx) => {
      const [before] = await tx.query<ApiKeyChanged>(
        `select key_id as "keyId", secret_hash as "secretHash", merchant_id as "merchantId", mode,
           scopes, revoked_at as "revokedAt"
         from api_keys where key_id = $1 for update`,
        [keyId],
      );
      if (before === undefined) return null;
      if (before.revokedAt === null) {
        await this.keep(tx, { ...before, revokedAt: this.clock.now() });
      }
      return before;
    });
  }

  private async keep(tx: Transaction, change: ApiKeyChanged): Promise<void> {
    await this.directory.store(tx, change);
    const message = newMessage(this.clock, {
      type: 'access.key_changed' as const,
      key: change.keyId,
      sequence: null,
      data: change,
    });
    await send(tx, TOPICS.accessKeys, message);
  }
}
