import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { existingFolder } from './cluster-place.js';
import { findPostmaster, stopPostmaster } from './postmaster.js';

const ATTEMPTS = 50;
const RETRY_MS = 20;

/** Stops the server that may run on a folder's data, whoever started it, and removes the data for good. */
export async function removeCluster(named: string): Promise<void> {
  const home = resolve(named);
  const folder = existingFolder(home);
  if (folder !== null) {
    const server = findPostmaster(join(folder, 'data'));
    if (server !== null) await stopPostmaster(server);
    await removeFolder(folder);
  }
  await removeFolder(home);
}

/** Removes a folder in which a process that is just ending may still write. */
export async function removeFolder(path: string): Promise<void> {
  for (let attempt = 1; existsSync(path); attempt++) {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch (error) {
      if (attempt >= ATTEMPTS) throw error;
    }
    if (existsSync(path)) await delay(RETRY_MS);
  }
}
