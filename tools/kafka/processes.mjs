// Processes by pid and start time together: a pid alone may have come to belong to someone else.
import { spawnSync } from 'node:child_process';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 20;

/**
 * @param {number} pid
 * @returns {{ pid: number, startedAt: string, isPaused: boolean } | null} null when it has ended
 */
export function findProcess(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

/** @param {{ pid: number, startedAt: string } | null} known as an earlier {@link findProcess} saw it */
export function isAlive(known) {
  return known !== null && findProcess(known.pid)?.startedAt === known.startedAt;
}

/**
 * Signals a process, unless it has ended.
 *
 * @param {{ pid: number, startedAt: string } | null} known
 * @param {NodeJS.Signals} signal
 */
export function signal(known, signal) {
  if (!isAlive(known)) return;
  try {
    process.kill(known.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** @returns {Promise<boolean>} whether it ended in time */
export async function waitUntilEnded(known, withinMs) {
  const giveUpAt = performance.now() + withinMs;
  while (isAlive(known)) {
    if (performance.now() > giveUpAt) return false;
    await delay(POLL_MS);
  }
  return true;
}

/** @param {string} path of a file that {@link writeProcess} wrote */
export function readProcess(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Notes a process that has just been started. */
export function writeProcess(path, pid) {
  const found = findProcess(pid);
  if (found !== null) writeFileSync(path, JSON.stringify({ pid, startedAt: found.startedAt }));
  return found;
}

/**
 * Runs something while no other process does, with a lock file that outlives nobody.
 *
 * @template T
 * @param {string} path of the lock file; its folder exists
 * @param {() => Promise<T>} run
 * @param {number} withinMs how long to wait for the others
 */
export async function withLock(path, run, withinMs = 300_000) {
  const own = `${path}.${process.pid}`;
  writeProcess(own, process.pid);
  const giveUpAt = performance.now() + withinMs;
  try {
    while (!take(own, path)) {
      const holder = readProcess(path);
      if (holder !== null && !isAlive(holder)) rmSync(path, { force: true });
      else if (performance.now() > giveUpAt) throw new Error(`${path} is held by ${holder?.pid}`);
      else await delay(POLL_MS);
    }
    try {
      return await run();
    } finally {
      rmSync(path, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** A link appears whole or not at all, so nobody reads half a lock. */
function take(own, path) {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function fromProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; what follows it is fixed.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const state = fields[0] ?? 'Z';
    if (state === 'Z' || state === 'X') return null;
    return { pid, startedAt: `${bootId()}:${fields[19]}`, isPaused: state === 'T' };
  } catch {
    return null;
  }
}

function bootId() {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function fromPs(pid) {
  const { stdout, status } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  const found = /^\s*(\S+)\s+(.+?)\s*$/.exec(stdout ?? '');
  if (status !== 0 || found === null || found[1].startsWith('Z')) return null;
  return { pid, startedAt: found[2], isPaused: found[1].startsWith('T') };
}
