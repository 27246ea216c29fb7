import { setTimeout as delay } from 'node:timers/promises';

/** Growing pauses between tries. */
export interface BackOff {
  readonly firstMs: number;
  readonly factor: number;
  readonly maxMs: number;
}

/** Pauses differ by up to a fifth, so that what failed together does not come back together. */
const JITTER = 0.2;

/** @param round - from 0: how many tries have failed before this one */
export function backOffMs({ firstMs, factor, maxMs }: BackOff, round: number): number {
  const jitter = 1 - JITTER + Math.random() * 2 * JITTER;
  return Math.min(firstMs * factor ** round, maxMs) * jitter;
}

/** Waits. @returns false when the signal ended the wait */
export async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await delay(ms, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
