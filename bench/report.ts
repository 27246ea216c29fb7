import type { LoadResult } from './open-loop.ts';

/** The middle of what the rounds came to. */
export function median<K extends string>(results: readonly Record<K, number>[], of: K): number {
  const sorted = results.map((one) => one[of]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Prints one line: each figure, and its ratio to the reference of the same run. */
export function report(
  name: string,
  results: readonly LoadResult[],
  against: readonly LoadResult[],
): void {
  const figure = (key: keyof LoadResult, unit: string) => {
    const value = median(results, key);
    return `${value.toFixed(1)} ${unit} (${(value / median(against, key)).toFixed(2)} × reference)`;
  };
  const parts = [figure('perSecond', '/s'), figure('p50Ms', 'ms'), figure('p99Ms', 'ms')];
  console.log(
    `${name.padEnd(26)} ${parts[0]}   p50 ${parts[1]}   p99 ${parts[2]}   failures ${median(results, 'failures')}`,
  );
}

/** Tells what is going on, apart from the results. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
