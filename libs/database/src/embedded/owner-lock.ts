import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '@cauce/observability';

/** Any number will do, as long as every Cauce uses the same. */
const LOCK_KEY = 7_220_230_711;
const WAIT_MS = 3_000;
const POLL_MS = 50;
const TAKE_AGAIN_MS = 500;

/** Another process uses this database. */
export class InUseError extends Error {
  constructor(home: string, holder: string) {
    super(
      `another Cauce (${holder}) already uses the database in ${home}: stop it first, or choose another CAUCE_DATA_DIR`,
    );
    this.name = 'InUseError';
  }
}

/**
 * One owner at a time, by an advisory lock that lives and dies with a connection: however the owner ends,
 * the lock goes with it.
 */
export class OwnerLock {
  private hasReleased = false;

  private constructor(
    private client: pg.Client,
    private readonly url: string,
    private readonly home: string,
    private readonly logger: Logger,
  ) {}

  /** @throws InUseError when another process has kept it for some seconds */
  static async take(url: string, home: string, logger: Logger): Promise<OwnerLock> {
    const client = await connect(url);
    try {
      await lock(client, home, WAIT_MS);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    const owner = new OwnerLock(client, url, home, logger);
    owner.watch();
    return owner;
  }

  get isReleased(): boolean {
    return this.hasReleased;
  }

  async release(): Promise<void> {
    this.hasReleased = true;
    holdProcess(this.client, true);
    await this.client.end().catch(() => undefined);
  }

  /** A server that restarted has forgotten us: take the lock again before somebody else does. */
  private watch(): void {
    // A process that has nothing else to do may end.
    holdProcess(this.client, false);
    this.client.once('end', () => {
      if (!this.hasReleased) void this.takeAgain();
    });
  }

  private async takeAgain(): Promise<void> {
    this.logger.warn({ home: this.home }, 'lost the connection that owns the embedded database');
    while (!this.hasReleased) {
      try {
        const client = await connect(this.url);
        await lock(client, this.home, 0);
        this.client = client;
        this.watch();
        if (this.hasReleased) await client.end();
        return;
      } catch (error) {
        if (error instanceof InUseError) {
          this.logger.error({ err: error }, 'another process took over the embedded database');
          return;
        }
        await delay(TAKE_AGAIN_MS, undefined, { ref: false });
      }
    }
  }
}

/** The types do not know these two methods. */
function holdProcess(client: pg.Client, isHeld: boolean): void {
  const socket = client as pg.Client & { ref(): void; unref(): void };
  if (isHeld) socket.ref();
  else socket.unref();
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `cauce owner, process ${process.pid}`,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function lock(client: pg.Client, home: string, waitMs: number): Promise<void> {
  const giveUpAt = performance.now() + waitMs;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>(
      'select pg_try_advisory_lock($1) as taken',
      [LOCK_KEY],
    );
    if (rows[0]?.taken === true) return;
    if (performance.now() >= giveUpAt) throw new InUseError(home, await holderOf(client));
    await delay(POLL_MS);
  }
}

async function holderOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and l.granted
        and (l.classid::bigint << 32 | l.objid::bigint) = $1`,
    [LOCK_KEY],
  );
  return rows[0]?.name ?? 'unknown';
}
