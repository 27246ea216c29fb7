/** What one run of load came to. Latencies are milliseconds from the intended start of each request. */
export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failures: number;
}

/**
 * Open-loop load: requests start on a fixed schedule whether or not earlier ones have ended, and latency is
 * counted from the intended start, so that a stalled server cannot hide its own delay.
 *
 * @param ratePerSecond intended starts per second
 * @param seconds length of the run
 * @param send one request; resolves when it has had its effect
 */
export async function openLoop(
  ratePerSecond: number,
  seconds: number,
  send: (index: number) => Promise<void>,
): Promise<LoadResult> {
  const total = Math.round(ratePerSecond * seconds);
  const intervalMs = 1000 / ratePerSecond;
  const latencies: number[] = [];
  let failures = 0;
  const startedAt = performance.now();
  const running: Promise<void>[] = [];
  for (let index = 0; index < total; index += 1) {
    const intendedAt = startedAt + index * intervalMs;
    const aheadMs = intendedAt - performance.now();
    if (aheadMs > 0) await new Promise((resolve) => setTimeout(resolve, aheadMs));
    running.push(
      send(index).then(
        () => {
          latencies.push(performance.now() - intendedAt);
        },
        () => {
          failures += 1;
        },
      ),
    );
  }
  await Promise.all(running);
  const elapsed = (performance.now() - startedAt) / 1000;
  return { ...percentiles(latencies), perSecond: latencies.length / elapsed, failures };
}

/** Closed-loop saturation: a fixed number of workers, each sending as soon as its last request ended. */
export async function saturate(
  workers: number,
  seconds: number,
  send: (index: number) => Promise<void>,
): Promise<LoadResult> {
  const until = performance.now() + seconds * 1000;
  const latencies: number[] = [];
  let failures = 0;
  let index = 0;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: workers }, async () => {
      while (performance.now() < until) {
        const at = performance.now();
        index += 1;
        await send(index).then(
          () => latencies.push(performance.now() - at),
          () => {
            failures += 1;
          },
        );
      }
    }),
  );
  const elapsed = (performance.now() - startedAt) / 1000;
  return { ...percentiles(latencies), perSecond: latencies.length / elapsed, failures };
}

function percentiles(latencies: number[]): { p50Ms: number; p99Ms: number } {
  const sorted = latencies.sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { p50Ms: at(0.5) ?? Number.NaN, p99Ms: at(0.99) ?? Number.NaN };
}
