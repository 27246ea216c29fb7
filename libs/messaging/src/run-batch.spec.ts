import fc from 'fast-check';
import type { Delivery } from './delivery.js';
import { BusStoppedError } from './message-bus.js';
import { runBatch, SplitBatchError, SpoiltBatchError } from './run-batch.js';

/** Messages by number, and what each does to a transaction that it is in. */
interface World {
  readonly poison: ReadonlySet<number>;
  /** Known only when the commit is refused. */
  readonly refusing: ReadonlySet<number>;
  readonly splitting: ReadonlySet<number>;
}

const transient = () => Object.assign(new Error('deadlock'), { code: '40P01' });
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const batchOf = (count: number): Delivery[] => numbers(count).map((wire) => ({ wire }));
const world = (more: Partial<World> = {}): World => ({
  poison: new Set(),
  refusing: new Set(),
  splitting: new Set(),
  ...more,
});

/** Runs a batch and notes what was settled, in order, and what went alone. */
async function run(count: number, { poison, refusing, splitting }: World, isAway = false) {
  const settled: number[] = [];
  const alone: [number, number][] = [];
  let transactions = 0;
  await runBatch(batchOf(count), {
    together: async (deliveries) => {
      transactions += 1;
      if (isAway) throw transient();
      const inside = deliveries.map(({ wire }) => wire as number);
      for (const [index, one] of inside.entries()) {
        if (poison.has(one)) throw new SpoiltBatchError(index, new Error('poison'));
        if (splitting.has(one) && index < inside.length - 1) throw new SplitBatchError(index);
      }
      if (inside.some((one) => refusing.has(one))) throw new Error('the commit was refused');
      settled.push(...inside);
    },
    alone: async ({ wire }, failures) => {
      alone.push([wire as number, failures]);
      settled.push(wire as number);
    },
  });
  return { settled, alone, transactions };
}

const members = (count: number) => fc.subarray(numbers(count)).map((some) => new Set(some));

describe('a batch', () => {
  it('is one transaction when nothing fails', async () => {
    expect(await run(100, world())).toEqual({ settled: numbers(100), alone: [], transactions: 1 });
  });

  it('settles every message once and in order, whatever fails', async () => {
    const cases = fc.integer({ min: 0, max: 40 }).chain((count) =>
      fc.record({
        count: fc.constant(count),
        poison: members(count),
        refusing: members(count),
        splitting: members(count),
      }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ({ count, ...fates }) => {
        const { settled, alone } = await run(count, fates);
        expect(settled).toEqual(numbers(count));
        const lonely = alone.map(([one]) => one);
        for (const one of [...fates.poison, ...fates.refusing]) expect(lonely).toContain(one);
      }),
    );
  });

  it('isolates one poison at once, with the try that it has had', async () => {
    const { alone, transactions } = await run(1_000, world({ poison: new Set([617]) }));
    expect(alone).toEqual([[617, 1]]);
    expect(transactions).toBe(3);
  });

  it('finds the one that a commit refuses by halves', async () => {
    const { alone, transactions } = await run(1_024, world({ refusing: new Set([617]) }));
    expect(alone).toContainEqual([617, 0]);
    expect(alone.length).toBeLessThanOrEqual(2);
    expect(transactions).toBeLessThanOrEqual(2 * Math.log2(1_024) + 1);
  });

  it('goes on one by one when the database gives way', async () => {
    const { settled, alone, transactions } = await run(5, world(), true);
    expect(settled).toEqual(numbers(5));
    expect(alone).toEqual(numbers(5).map((one) => [one, 0]));
    expect(transactions).toBe(1);
  });

  it.each(['together', 'alone'] as const)('ends at once when stopped %s', async (where) => {
    let calls = 0;
    const stop = async () => {
      calls += 1;
      throw new BusStoppedError('stopped');
    };
    const steps = {
      together: where === 'together' ? stop : async () => Promise.reject(transient()),
      alone: stop,
    };
    await expect(runBatch(batchOf(7), steps)).rejects.toThrow(BusStoppedError);
    expect(calls).toBe(1);
  });
});
