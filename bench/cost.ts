import { median } from './report.ts';

const KIB = 1_024;

/** What one operation costs the process that it runs in. */
export interface Cost {
  readonly cpuMicros: number;
  readonly allocatedKib: number;
}

/** Steps in which the collector ran are left out of the allocations. */
export async function costOf(
  operations: number,
  work: (index: number) => Promise<unknown>,
): Promise<Cost> {
  let [allocated, counted] = [0, 0];
  const before = process.cpuUsage();
  let heap = process.memoryUsage().heapUsed;
  for (let index = 0; index < operations; index += 1) {
    await work(index);
    const now = process.memoryUsage().heapUsed;
    if (now > heap) {
      allocated += now - heap;
      counted += 1;
    }
    heap = now;
  }
  const { user, system } = process.cpuUsage(before);
  return {
    cpuMicros: (user + system) / operations,
    allocatedKib: allocated / Math.max(1, counted) / KIB,
  };
}

/** Prints what is ours, over the bare requests of the same run. */
export function printCost(
  name: string,
  ours: readonly Cost[],
  bare: readonly Cost[],
  requests: number,
): void {
  const figure = (key: keyof Cost, unit: string) => {
    const [mine, theirs] = [median(ours, key), median(bare, key)];
    const over = `${(mine - theirs).toFixed(1)} ${unit} over ${theirs.toFixed(1)}`;
    return `${over} (${(mine / theirs).toFixed(2)} ×)`.padEnd(36);
  };
  const count = `${requests.toFixed(0)} request${requests > 1 ? 's' : ' '}`;
  console.log(
    `${name.padEnd(20)} ${count.padEnd(12)} CPU ${figure('cpuMicros', 'µs')} allocations ${figure('allocatedKib', 'KiB')}`,
  );
}
