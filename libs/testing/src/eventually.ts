import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 20;
const WITHIN_MS = 10_000;

/**
 * Waits for a condition that another part of the system brings about.
 *
 * @param check - returns something true, or asserts without throwing, once it holds
 * @returns what the check returned
 * @throws the check's own last error, or one that tells what it last returned
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  options: { withinMs?: number } = {},
): Promise<T> {
  const withinMs = options.withinMs ?? WITHIN_MS;
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const isLast = performance.now() >= giveUpAt;
    try {
      const result = await check();
      if (result === undefined || Boolean(result)) return result;
      if (isLast) throw new NotYet(`still ${JSON.stringify(result)} after ${withinMs} ms`);
    } catch (error) {
      if (isLast) throw error;
    }
    await delay(POLL_MS);
  }
}

class NotYet extends Error {}
