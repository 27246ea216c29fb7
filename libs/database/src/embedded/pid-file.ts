import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a server writes about itself into its data folder. */
export interface PidFile {
  readonly pid: number;
  readonly dataDir: string;
  readonly port: number;
  /** `starting`, `ready`, `standby` or `stopping`. */
  readonly status: string;
}

export function pidFilePath(dataDir: string): string {
  return join(dataDir, 'postmaster.pid');
}

/** @returns null when there is none, or when it is still being written */
export function readPidFile(dataDir: string): PidFile | null {
  try {
    const lines = readFileSync(pidFilePath(dataDir), 'utf8').split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    if (!(pid > 0) || !(port > 0)) return null;
    return { pid, dataDir: lines[1] ?? '', port, status: (lines[7] ?? '').trim() };
  } catch {
    return null;
  }
}
