import type { Logger, Metrics } from '@cauce/observability';
import type { Pool } from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';
import { CONNECT_WITHIN_MS, poolOptions, splitOptions } from './connection-options.js';
import { DatabaseBusyError, TransactionMisuseError } from './database-errors.js';
import { discard } from './discard.js';
import { hideValues } from './error-values.js';
import { migrate, type MigrationClass } from './migrate.js';
import { watchPool } from './pool-metrics.js';
import { provision } from './provision.js';
import { quietLogger } from './quiet-logger.js';
import { serviceNames } from './service-names.js';
import type { Sql, Transaction } from './sql.js';
import { assertOutside, runInside } from './transaction-scope.js';
import { UnitOfWork } from './unit-of-work.js';

const DEFAULT_POOL_SIZE = 10;
/** A service that stops lets running transactions finish for this long. */
const CLOSE_WITHIN_MS = 10_000;

/** A class with TypeORM's `@Entity`. */
export type EntityClass = new () => object;

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database` */
  readonly url: string;
  /** Name of the service, which names its schema and roles. */
  readonly service: string;
  readonly entities?: readonly EntityClass[];
  readonly migrations: readonly MigrationClass[];
  readonly poolSize?: number;
  readonly logger: Logger;
  readonly metrics?: Metrics;
}

/** A service's own schema: reads, and transactions as the only way to write more than one thing. */
export class Database {
  /** Single statements outside any transaction. */
  readonly reads: Sql;
  private readonly atWork = new Set<Promise<unknown>>();
  private isClosed = false;

  private constructor(
    readonly service: string,
    private readonly source: DataSource,
    private readonly logger: Logger,
    private readonly unwatch: () => void,
  ) {
    this.reads = {
      query: async <Row>(text: string, params?: readonly unknown[]) =>
        (await this.single(text, params)).records as Row[],
      execute: async (text, params) => (await this.single(text, params)).affected ?? 0,
    };
  }

  /**
   * Makes schema and roles where they are missing, runs migrations, and connects as the service's role.
   *
   * @throws MissingRightsError with the SQL for an administrator
   */
  static async open(options: DatabaseOptions): Promise<Database> {
    const { url, service, logger } = options;
    const names = serviceNames(service);
    await provision(url, names, async () => {
      const migrations = await migrate(url, names, options.migrations);
      if (migrations.length > 0) logger.info({ service, migrations }, 'database migrated');
    });
    const connection = splitOptions(url);
    const source = new DataSource({
      type: 'postgres',
      url: connection.url,
      applicationName: `cauce ${service}`,
      poolSize: options.poolSize ?? DEFAULT_POOL_SIZE,
      installExtensions: false,
      logger: quietLogger,
      entities: [...(options.entities ?? [])],
      extra: poolOptions(names, connection.options),
      poolErrorHandler: (error: unknown) =>
        logger.warn({ err: error, service }, 'an idle database connection was lost'),
    });
    await connect(source);
    const { metrics } = options;
    const unwatch = metrics ? watchPool(poolOf(source), service, metrics) : () => undefined;
    return new Database(service, source, logger, unwatch);
  }

  /**
   * Runs work in one transaction, READ COMMITTED. Statements go one after another through what it is
   * given; the database is used in no other way until it returns.
   *
   * @returns what the work returned, committed
   * @throws whatever the work threw, rolled back; DatabaseBusyError when no connection became free
   */
  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    assertOutside(this, 'transaction');
    return this.whileOpen(async () => {
      const unit = await UnitOfWork.begin(this.service, await this.runner());
      let result: T;
      let effects: readonly (() => void)[];
      try {
        result = await runInside(this, unit, () => work(unit));
        effects = await unit.commit();
      } catch (error) {
        await unit.rollback();
        throw error;
      }
      for (const effect of effects) this.run(effect);
      return result;
    });
  }

  /** @throws Error when the database does not answer */
  async ping(): Promise<void> {
    await this.send('select 1', []);
  }

  /** Takes no new work, lets running work finish, and disconnects. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    const timeout = AbortSignal.timeout(CLOSE_WITHIN_MS);
    const tooLong = new Promise((resolve) => timeout.addEventListener('abort', resolve));
    await Promise.race([Promise.allSettled(this.atWork), tooLong]);
    this.unwatch();
    await this.source.destroy();
  }

  private run(effect: () => void): void {
    try {
      effect();
    } catch (error) {
      this.logger.error({ err: error, service: this.service }, 'an effect after a commit failed');
    }
  }

  private single(text: string, params: readonly unknown[] = []) {
    assertOutside(this, 'reads');
    return this.send(text, params);
  }

  private send(text: string, params: readonly unknown[]) {
    return this.whileOpen(async () => {
      const runner = await this.runner();
      try {
        return await runner.query(text, [...params], true);
      } catch (error) {
        // The statement may still be running on that connection.
        if (/Query read timeout/.test(String(error))) discard(await runner.connect());
        throw hideValues(error);
      } finally {
        await runner.release();
      }
    });
  }

  private async runner(): Promise<QueryRunner> {
    const runner = this.source.createQueryRunner();
    try {
      await runner.connect();
      return runner;
    } catch (error) {
      throw /timeout/.test(String(error)) ? new DatabaseBusyError(this.service, error) : error;
    }
  }

  private async whileOpen<T>(work: () => Promise<T>): Promise<T> {
    if (this.isClosed)
      throw new TransactionMisuseError(`the database of ${this.service} is closed`);
    const running = work();
    this.atWork.add(running);
    try {
      return await running;
    } finally {
      this.atWork.delete(running);
    }
  }
}

/** Connects for the first time, for which there is more time than for later work. */
async function connect(source: DataSource): Promise<void> {
  await source.initialize();
  poolOf(source).options.connectionTimeoutMillis = CONNECT_WITHIN_MS;
}

function poolOf(source: DataSource): Pool {
  return (source.driver as unknown as { master: Pool }).master;
}
