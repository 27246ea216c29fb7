import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@cauce/observability';
import { isTransient } from '../database-errors.js';
import { choosePort } from './choose-port.js';
import { clusterPlace, type ClusterPlace } from './cluster-place.js';
import { createDatabase, urlOf } from './cluster-database.js';
import { initCluster } from './init-cluster.js';
import { OwnerLock } from './owner-lock.js';
import { removeCluster } from './remove-cluster.js';
import { findBinaries, type Binaries } from './postgres-binaries.js';
import {
  findPostmaster,
  launchPostmaster,
  StartRefused,
  stopPostmaster,
  type Postmaster,
} from './postmaster.js';

/** A killed server's backends need a moment to notice; a stopping one, to write its data. */
const START_WITHIN_MS = 30_000;
const REFUSED_FOR_MS = 10_000;
const RETRY_MS = 100;

export interface EmbeddedPostgresOptions {
  /** Folder that stands for the database; made if missing. */
  readonly dataDir: string;
  readonly logger: Logger;
  /** Server settings by name, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Folder with `initdb` and `postgres`; else the npm package's, else the system's. */
  readonly binDir?: string;
}

/**
 * A PostgreSQL server of our own, for one machine. It outlives a killed process and is found again by the
 * next one; two processes cannot own it at once. Works as root and as an ordinary user.
 */
export class EmbeddedPostgres {
  private stopped: Promise<void> | null = null;

  private constructor(
    /** Superuser connection string. */
    readonly url: string,
    /** Where the data really is; see the log of the first start when it is not below the named folder. */
    readonly folder: string,
    private readonly server: Postmaster,
    private readonly owner: OwnerLock,
  ) {}

  /**
   * @throws InUseError when another process owns the database
   * @throws Error with the server's own words when it cannot start
   */
  static async start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const { logger, settings = {} } = options;
    const place = clusterPlace(options.dataDir, logger);
    const binaries = findBinaries(options.binDir, place.account, logger);
    await initCluster(place, binaries, settings['fsync'] !== 'off');
    const giveUpAt = performance.now() + START_WITHIN_MS;
    for (;;) {
      try {
        return await attach(place, binaries, settings, logger);
      } catch (error) {
        // The server that we found was just stopping: its end makes room for ours.
        if (!isTransient(error) || performance.now() > giveUpAt) throw error;
        await delay(RETRY_MS);
      }
    }
  }

  /** For the start sequence alone. */
  static of(url: string, folder: string, server: Postmaster, owner: OwnerLock): EmbeddedPostgres {
    return new EmbeddedPostgres(url, folder, server, owner);
  }

  /** Stops the server that may run on a folder's data, whoever started it, and removes the data for good. */
  static remove(dataDir: string): Promise<void> {
    return removeCluster(dataDir);
  }

  /** Process id of the server. */
  get pid(): number {
    return this.server.pid;
  }

  /** Stops the server and waits until its data is on disk. */
  stop(): Promise<void> {
    this.stopped ??= this.owner.release().then(() => stopPostmaster(this.server));
    return this.stopped;
  }
}

async function attach(
  place: ClusterPlace,
  binaries: Binaries,
  settings: Readonly<Record<string, string>>,
  logger: Logger,
): Promise<EmbeddedPostgres> {
  const running = findPostmaster(place.dataDir);
  const server = running ?? (await launch(place, binaries, settings));
  const owner = await OwnerLock.take(urlOf(place, server, 'postgres'), place.home, logger);
  try {
    await createDatabase(urlOf(place, server, 'postgres'));
  } catch (error) {
    await owner.release();
    throw error;
  }
  const facts = { port: server.port, pid: server.pid, folder: place.folder };
  if (running === null) {
    logger.info(facts, 'embedded postgres started');
    reportEnd(server, owner, logger);
  } else {
    logger.info(facts, 'embedded postgres found again');
  }
  return EmbeddedPostgres.of(urlOf(place, server), place.folder, server, owner);
}

/** The server ended and nobody asked it to: out of memory, or a hand that slipped. */
function reportEnd(server: Postmaster, owner: OwnerLock, logger: Logger): void {
  void server.end().then(() => {
    if (!owner.isReleased) logger.error({ pid: server.pid }, 'embedded postgres ended by itself');
  });
}

async function launch(
  place: ClusterPlace,
  binaries: Binaries,
  settings: Readonly<Record<string, string>>,
): Promise<Postmaster> {
  const giveUpAt = performance.now() + REFUSED_FOR_MS;
  for (;;) {
    try {
      return await launchPostmaster(place, binaries, await choosePort(place.portFile), settings);
    } catch (error) {
      const isPassing = error instanceof StartRefused && error.kind !== 'failed';
      if (!isPassing || performance.now() > giveUpAt) throw error;
      const other = findPostmaster(place.dataDir);
      if (other !== null) return other;
      await delay(RETRY_MS);
    }
  }
}
