import { spawn, type ChildProcess } from 'node:child_process';
import {
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { codeOf } from '../error-code.js';
import type { ClusterPlace } from './cluster-place.js';
import { pidFilePath, readPidFile } from './pid-file.js';
import type { Binaries } from './postgres-binaries.js';
import { commandLine, isInTable, isRunning } from './process-table.js';
import { give, runAs } from './server-account.js';

const POLL_MS = 20;
/** Recovery after a crash reads back what the last checkpoint had not written. */
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;
const LOG_LIMIT_BYTES = 8 * 1024 * 1024;
const SMALL_SHM_BYTES = 128 * 1024 * 1024;

/** A running server of a cluster: one that we started, or one that outlived the process that did. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Resolves when the server has ended. */
  end(): Promise<void>;
}

/** Why a server did not come up: two of the reasons pass or can be got around. */
export class StartRefused extends Error {
  constructor(
    readonly kind: 'locked' | 'port_taken' | 'failed',
    log: string,
  ) {
    super(`PostgreSQL did not start:\n${log.trim()}`);
    this.name = 'StartRefused';
  }
}

/**
 * Looks for a server that already runs on this data.
 *
 * @returns null when none does; a lock file is removed when its process is a zombie, or when another
 *   program got its number since: the server would take it for a living one
 */
export function findPostmaster(dataDir: string): Postmaster | null {
  const file = readPidFile(dataDir);
  if (file === null) return null;
  const { pid, port } = file;
  if (isRunning(pid) && isServerOf(pid, file.dataDir)) {
    return { pid, port, end: () => waitUntil(() => !isRunning(pid)) };
  }
  // A plainly dead process needs no help: the server removes such a file itself.
  if (isInTable(pid)) rmSync(pidFilePath(dataDir), { force: true });
  return null;
}

function isServerOf(pid: number, dataDir: string): boolean {
  const command = commandLine(pid);
  return command === '' || command.includes(dataDir);
}

/**
 * Starts the server in a session of its own: a Ctrl-C in the terminal reaches us and not it.
 *
 * @param settings - server settings by name; they win over ours
 * @throws StartRefused when it ends before it is ready
 */
export async function launchPostmaster(
  place: ClusterPlace,
  binaries: Binaries,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<Postmaster> {
  if (sizeOf(place.logFile) > LOG_LIMIT_BYTES) renameSync(place.logFile, `${place.logFile}.1`);
  const logStart = sizeOf(place.logFile);
  const log = openSync(place.logFile, 'a', 0o600);
  give(place.logFile, place.account);
  const child = spawn(
    join(binaries.binDir, 'postgres'),
    ['-D', place.dataDir, ...asArguments({ ...ownSettings(port), ...settings })],
    { ...runAs(place.account), detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  child.unref();
  const end = endOf(child);
  const isUp = await becomesReady(place.dataDir, child, end);
  if (!isUp || child.pid === undefined) {
    child.kill('SIGQUIT');
    const text = readFileSync(place.logFile).subarray(logStart).toString('utf8');
    throw new StartRefused(refusalIn(text), text);
  }
  writeFileSync(place.portFile, `${port}\n`);
  give(place.portFile, place.account);
  return { pid: child.pid, port, end: () => end };
}

/** @returns false when it ended instead, or took too long */
async function becomesReady(
  dataDir: string,
  child: ChildProcess,
  end: Promise<void>,
): Promise<boolean> {
  let hasEnded = false;
  void end.then(() => (hasEnded = true));
  const isUp = () => {
    const file = readPidFile(dataDir);
    return file !== null && file.pid === child.pid && file.status === 'ready';
  };
  await waitUntil(() => hasEnded || isUp(), READY_WITHIN_MS);
  return !hasEnded && isUp();
}

/** Fast shutdown: sessions are ended, data is written, the next start needs no recovery. */
export async function stopPostmaster(server: Postmaster): Promise<void> {
  signal(server.pid, 'SIGINT');
  const patience = setTimeout(() => signal(server.pid, 'SIGQUIT'), STOP_WITHIN_MS);
  await server.end();
  clearTimeout(patience);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

function ownSettings(port: number): Record<string, string> {
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_memory_type: 'mmap',
    dynamic_shared_memory_type: isShmSmall() ? 'mmap' : 'posix',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    // A refused row would be written out in full, payer and all.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    cluster_name: 'cauce',
  };
}

/** Containers often have 64 MB there, which parallel queries outgrow. */
function isShmSmall(): boolean {
  try {
    const { blocks, bsize } = statfsSync('/dev/shm');
    return blocks * bsize < SMALL_SHM_BYTES;
  } catch {
    return process.platform === 'linux';
  }
}

function asArguments(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function refusalIn(log: string): StartRefused['kind'] {
  if (/lock file .* (already exists|is empty)|pre-existing shared memory block/.test(log)) {
    return 'locked';
  }
  if (/could not (bind|create any TCP\/IP sockets)/.test(log)) return 'port_taken';
  return 'failed';
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

async function waitUntil(isSo: () => boolean, withinMs = Infinity): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  while (!isSo() && performance.now() < giveUpAt) await delay(POLL_MS);
}
