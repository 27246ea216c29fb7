import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '@cauce/config';
import type { ApiKeyChanged, Scope } from '@cauce/contracts';
import type { Database, Transaction } from '@cauce/database';
import type { Caller } from './access.js';
import { readApiKey, secretHashOf, type KeyMode } from './api-key.js';

/** A revoked key works no longer than this on an instance that did not hear of it. */
const CACHE_MS = 5_000;

/** Keys remembered at once; far above what one installation has in use. */
const CACHE_SIZE = 10_000;

interface KeyRow {
  readonly key_id: string;
  readonly secret_hash: string;
  readonly merchant_id: string | null;
  readonly mode: KeyMode;
  readonly scopes: Scope[];
}

/** The API keys that one service knows, in its own `api_keys` table. */
export class ApiKeyDirectory {
  private readonly cache = new Map<string, { row: KeyRow; until: number }>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Finds who calls.
   *
   * @param bearer the key as it came
   * @returns null when it is malformed, unknown, wrong or revoked; which of these is never told
   */
  async find(bearer: string): Promise<Caller | null> {
    const claim = readApiKey(bearer);
    if (!claim) return null;
    const row = await this.read(claim.keyId);
    if (!row || row.mode !== claim.mode) return null;
    if (!timingSafeEqual(secretHashOf(bearer), Buffer.from(row.secret_hash, 'hex'))) return null;
    return {
      keyId: row.key_id,
      merchantId: row.merchant_id,
      mode: row.mode,
      scopes: row.scopes,
    };
  }

  /**
   * Keeps a key that was made or changed. Once revoked a key stays revoked, whatever comes later.
   *
   * @param tx transaction of the message's consumer
   */
  async store(tx: Transaction, change: ApiKeyChanged): Promise<void> {
    await tx.execute(
      `insert into api_keys (key_id, secret_hash, merchant_id, mode, scopes, revoked_at)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (key_id) do update set
         scopes = excluded.scopes,
         revoked_at = coalesce(api_keys.revoked_at, excluded.revoked_at)`,
      [
        change.keyId,
        change.secretHash,
        change.merchantId,
        change.mode,
        change.scopes,
        change.revokedAt,
      ],
    );
    tx.afterCommit(() => this.cache.delete(change.keyId));
  }

  /** Only keys in force are cached: an attacker's guesses neither fill the cache nor evict keys from it. */
  private async read(keyId: string): Promise<KeyRow | undefined> {
    const now = this.clock.now().getTime();
    const known = this.cache.get(keyId);
    if (known && now < known.until) return known.row;
    this.cache.delete(keyId);
    const [row] = await this.database.reads.query<KeyRow>(
      `select key_id, secret_hash, merchant_id, mode, scopes from api_keys
        where key_id = $1 and revoked_at is null`,
      [keyId],
    );
    if (row) this.remember(row, now + CACHE_MS);
    return row;
  }

  private remember(row: KeyRow, until: number): void {
    const oldest = this.cache.keys().next();
    if (this.cache.size >= CACHE_SIZE && !oldest.done) this.cache.delete(oldest.value);
    this.cache.set(row.key_id, { row, until });
  }
}
