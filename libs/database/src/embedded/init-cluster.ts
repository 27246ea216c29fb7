import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { codeOf } from '../error-code.js';
import type { Binaries } from './postgres-binaries.js';
import type { ClusterPlace } from './cluster-place.js';
import { give, runAs, type Account } from './server-account.js';
import { isRunning } from './process-table.js';
import { removeFolder } from './remove-cluster.js';

export const SUPERUSER = 'postgres';
/** From this version on the server brings a C.UTF-8 of its own, the same on every machine. */
const BUILTIN_LOCALE_SINCE = 17;

/**
 * Makes the cluster unless it is there. It is made under another name and renamed when complete, so that
 * a crash half-way leaves nothing that looks like a cluster.
 *
 * @throws Error when the folder belongs to another major version, or initdb fails
 */
export async function initCluster(
  place: ClusterPlace,
  binaries: Binaries,
  isDurable: boolean,
): Promise<void> {
  await removeUnfinished(place.folder);
  if (existsSync(place.folder)) return checkVersion(place, binaries);
  const part = `${place.folder}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
  mkdirSync(part, { recursive: true, mode: 0o700 });
  const passwordFile = join(part, 'password');
  writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  give(part, place.account);
  give(passwordFile, place.account);
  const common = ['-D', join(part, 'data'), '-U', SUPERUSER, `--pwfile=${passwordFile}`]
    .concat('--auth=scram-sha-256', '--encoding=UTF8', '--data-checksums')
    .concat(isDurable ? [] : ['--no-sync']);
  await initdb(binaries, place.account, common);
  try {
    renameSync(part, place.folder);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    if (!existsSync(place.dataDir)) throw error;
  }
}

/**
 * Text sorts by code point: the same on every machine and for ever, and ids sort as bytes. Lists for
 * people sort with `collate "es-x-icu"`.
 */
async function initdb(
  binaries: Binaries,
  account: Account | null,
  common: readonly string[],
): Promise<void> {
  if (binaries.major >= BUILTIN_LOCALE_SINCE) {
    const builtin = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    return runInitdb(binaries, account, [...common, ...builtin]);
  }
  try {
    await runInitdb(binaries, account, [...common, '--locale=C.UTF-8']);
  } catch {
    await runInitdb(binaries, account, [...common, '--locale=C']);
  }
}

async function runInitdb(
  binaries: Binaries,
  account: Account | null,
  args: readonly string[],
): Promise<void> {
  const child = spawn(join(binaries.binDir, 'initdb'), args, {
    ...runAs(account),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`initdb failed (${code}):\n${output.trim()}`);
}

function checkVersion(place: ClusterPlace, binaries: Binaries): void {
  const made = readVersion(place);
  if (made === String(binaries.major)) return;
  throw new Error(
    `the database in ${place.home} was made by PostgreSQL ${made}, but ${binaries.binDir} is version ${binaries.major}`,
  );
}

function readVersion(place: ClusterPlace): string {
  try {
    return readFileSync(join(place.dataDir, 'PG_VERSION'), 'utf8').trim();
  } catch (cause) {
    throw new Error(
      codeOf(cause) === 'EACCES'
        ? `the database in ${place.home} belongs to another user of this machine: run Cauce as that user or as root, or choose another folder`
        : `${place.folder} holds no PostgreSQL cluster; move it away to start afresh`,
      { cause },
    );
  }
}

/** Removes what processes that no longer run left half-made. */
async function removeUnfinished(folder: string): Promise<void> {
  const parent = dirname(folder);
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(`${basename(folder)}.new-`)) continue;
    const pid = Number(name.split('-').at(-2));
    if (!isRunning(pid)) await removeFolder(join(parent, name));
  }
}
