import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { canEnter, serverAccount, type Account } from './server-account.js';
import type { Logger } from '@cauce/observability';

const ELSEWHERE = '/var/lib/cauce';

/** Where one cluster lies and who runs it. */
export interface ClusterPlace {
  /** Folder that the caller named; for messages. */
  readonly home: string;
  /** Folder of our own with everything that follows. */
  readonly folder: string;
  readonly dataDir: string;
  readonly passwordFile: string;
  readonly portFile: string;
  readonly logFile: string;
  readonly account: Account | null;
}

/**
 * Decides where the cluster lies: in the named folder where the server's account can enter it, else
 * (root, below a private folder) under /var/lib/cauce. A file `location` in the named folder remembers
 * the second case, so that the same folder always means the same data.
 */
export function clusterPlace(named: string, logger: Logger): ClusterPlace {
  const home = resolve(named);
  mkdirSync(home, { recursive: true });
  const folder = existingFolder(home) ?? newFolder(home, logger);
  const dataDir = join(folder, 'data');
  return {
    home,
    folder,
    dataDir,
    passwordFile: join(folder, 'password'),
    portFile: join(folder, 'port'),
    logFile: join(folder, 'postgres.log'),
    account: serverAccount(dataDir),
  };
}

/** @returns where the data of a named folder lies, or null when it has none yet */
export function existingFolder(home: string): string | null {
  const pointer = join(home, 'location');
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
  const inside = join(home, 'cluster');
  return existsSync(inside) ? inside : null;
}

function newFolder(home: string, logger: Logger): string {
  const account = serverAccount(null);
  if (account === null || canEnter(account, home)) return join(home, 'cluster');
  // The random part keeps data apart from that of an earlier folder of the same name.
  const name = createHash('sha256').update(home).update(randomBytes(16)).digest('hex').slice(0, 20);
  const folder = join(ELSEWHERE, name);
  mkdirSync(ELSEWHERE, { recursive: true, mode: 0o755 });
  try {
    writeFileSync(join(home, 'location'), `${folder}\n`, { flag: 'wx' });
  } catch {
    return readFileSync(join(home, 'location'), 'utf8').trim();
  }
  logger.info(
    { home, folder },
    'keeping the database where its operating-system user can reach it',
  );
  return folder;
}
