import { isTransient, type Database, type Transaction } from '@cauce/database';
import { JobLoop, type Logger } from '@cauce/observability';
import { pause } from './back-off.js';

/** How often a relay that does not lead tries to. */
const CAMPAIGN_MS = 500;

/** How soon a leader notices that its session, and the lock with it, is gone. */
const KEEP_ALIVE_MS = 1_000;

/**
 * Lets one relay at a time publish a schema's outbox, over all processes: an advisory lock that lives and
 * dies with a session. The session is a transaction that does nothing else, so that the lock cannot leak
 * to whoever uses the connection next.
 *
 * For up to {@link KEEP_ALIVE_MS} after a session has died two relays may publish: consumers see
 * duplicates then, which they know.
 */
export class OutboxLeader {
  private readonly loop: JobLoop;
  private stopping = new AbortController();
  private leads = false;
  private decided: () => void = () => undefined;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
    private readonly onElected: () => void,
  ) {
    const run = () => this.campaign();
    this.loop = new JobLoop({ name: 'outbox_leader', everyMs: CAMPAIGN_MS, run, logger });
  }

  get isLeading(): boolean {
    return this.leads;
  }

  /** @returns once it is known whether this one leads, or that the database is away */
  async start(): Promise<void> {
    this.stopping = new AbortController();
    const decided = new Promise<void>((resolve) => (this.decided = resolve));
    this.loop.start();
    await decided;
  }

  /** Lets another one lead. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop.stop();
  }

  private async campaign(): Promise<number> {
    try {
      await this.database.transaction((tx) => this.serve(tx));
    } catch (error) {
      if (!isTransient(error)) throw error;
      const { service } = this.database;
      this.logger.warn({ err: error, service }, 'no session to lead the outbox with');
    } finally {
      this.decided();
    }
    return 0;
  }

  /** Leads for as long as the session lasts and nobody stops it. */
  private async serve(tx: Transaction): Promise<void> {
    const [row] = await tx.query<{ isOurs: boolean }>(
      `select pg_try_advisory_xact_lock(hashtext('cauce outbox'), hashtext(current_schema()))
         as "isOurs"`,
    );
    if (row?.isOurs !== true) return;
    this.leads = true;
    this.decided();
    this.onElected();
    try {
      while (await pause(KEEP_ALIVE_MS, this.stopping.signal)) await tx.query('select 1');
    } finally {
      this.leads = false;
    }
  }
}
