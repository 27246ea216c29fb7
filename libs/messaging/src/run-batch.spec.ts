import fc from 'fast-check';
import type { Delivery } from './delivery.js';
import { BusStoppedError } from './message-bus.js';
import { blame, blaming, runBatch, SplitBatchError, SpoiltBatchError } from './run-batch.js';

/** How a message behaves: a breaker makes commits fail that it is part of, and nobody knows that it does. */
type Kind = 'fine' | 'poison' | 'breaker' | 'split';

interface Scenario {
  readonly kinds: readonly Kind[];
  /** Calls of `together` that the database refuses, from 0. */
  readonly refused?: ReadonlySet<number>;
  /** Call of either step, from 0, before which the bus is stopped. */
  readonly stopsAt?: number;
}

const scenarios = fc.record({
  kinds: fc.array(fc.constantFrom<Kind>('fine', 'fine', 'fine', 'poison', 'breaker', 'split'), {
    maxLength: 40,
  }),
  refused: fc
    .array(fc.integer({ min: 0, max: 12 }), { maxLength: 4 })
    .map((calls) => new Set(calls)),
});

const conflict = () => Object.assign(new Error('could not serialize access'), { code: '40001' });
const deliver = (place: number): Delivery => ({ wire: place });

/** Plays a scenario on a consumer that knows nothing but the two steps. */
async function play({ kinds, refused = new Set(), stopsAt = Infinity }: Scenario) {
  const settled: number[] = [];
  const alone = new Map<number, number>();
  const blamed = new Map<number, number>();
  const sizes: number[] = [];
  let calls = 0;
  const step = () => {
    if (calls >= stopsAt) throw new BusStoppedError('stopped');
    calls += 1;
  };
  const together = async (deliveries: readonly Delivery[]): Promise<void> => {
    step();
    sizes.push(deliveries.length);
    if (refused.has(sizes.length - 1)) throw conflict();
    const places = deliveries.map(({ wire }) => wire as number);
    for (const [index, place] of places.entries()) {
      if (kinds[place] === 'poison') {
        blamed.set(place, (blamed.get(place) ?? 0) + 1);
        throw new SpoiltBatchError(index, new Error('cannot be digested'));
      }
      if (kinds[place] === 'split' && index < places.length - 1) throw new SplitBatchError(index);
    }
    if (places.some((place) => kinds[place] === 'breaker')) throw new Error('commit refused');
    settled.push(...places);
  };
  const settle = async ({ wire }: Delivery, failures: number): Promise<void> => {
    step();
    alone.set(wire as number, failures);
    settled.push(wire as number);
  };
  const deliveries = kinds.map((_, place) => deliver(place));
  const error: unknown = await runBatch(deliveries, { together, alone: settle }).then(
    () => null,
    (reason: unknown) => reason,
  );
  return { settled, alone, blamed, sizes, calls, error };
}

const upTo = (length: number) => Array.from({ length }, (_, place) => place);

describe('a batch', () => {
  it('settles every message once and in order, whatever goes wrong', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios, async (scenario) => {
        const { settled, error } = await play(scenario);
        expect(error).toBeNull();
        expect(settled).toEqual(upTo(scenario.kinds.length));
      }),
      { numRuns: 500 },
    );
  });

  it('tells whoever goes alone of the try that failed, and of no other', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios, async (scenario) => {
        const { alone, blamed } = await play(scenario);
        for (const [place, failures] of alone) expect(failures).toBe(blamed.get(place) ?? 0);
        scenario.kinds.forEach((kind, place) => {
          if (kind === 'poison' || kind === 'breaker') expect(alone.has(place)).toBe(true);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('leaves nobody alone but the poison, and the last one when only it is left', async () => {
    const kinds = fc.array(fc.constantFrom<Kind>('fine', 'poison'), { minLength: 2 });
    await fc.assert(
      fc.asyncProperty(kinds, async (some) => {
        const { alone, sizes } = await play({ kinds: some });
        const poison = some.filter((kind) => kind === 'poison').length;
        const lone = [...alone.keys()].filter((place) => some[place] !== 'poison');
        const isLone = (place: number) =>
          some[place - 1] !== 'fine' && (some[place + 1] ?? 'poison') === 'poison';
        expect(lone.filter((place) => !isLone(place))).toEqual([]);
        expect(sizes.length).toBeLessThanOrEqual(2 * poison + 1);
      }),
    );
  });

  it('ends at once when the bus stops: what is settled is a beginning, and nothing is tried after', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios, fc.nat({ max: 20 }), async (scenario, stopsAt) => {
        const whole = await play(scenario);
        const { settled, error, calls } = await play({ ...scenario, stopsAt });
        if (whole.calls <= stopsAt) {
          expect(error).toBeNull();
          return;
        }
        expect(error).toBeInstanceOf(BusStoppedError);
        expect(calls).toBe(stopsAt);
        expect(settled).toEqual(upTo(settled.length));
        expect(settled.length).toBeLessThan(scenario.kinds.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the steps of a batch', () => {
  const only = (length: number, odd: Record<number, Kind>): Kind[] =>
    upTo(length).map((place) => odd[place] ?? 'fine');

  it('are one transaction when nothing is wrong', async () => {
    const { sizes, alone } = await play({ kinds: only(100, {}) });
    expect(sizes).toEqual([100]);
    expect(alone.size).toBe(0);
  });

  it('are three transactions around a poison, which has one try behind it', async () => {
    const { sizes, alone } = await play({ kinds: only(100, { 40: 'poison' }) });
    expect(sizes).toEqual([100, 40, 59]);
    expect([...alone]).toEqual([[40, 1]]);
  });

  it('end a transaction where parked messages come next', async () => {
    const { sizes, alone } = await play({ kinds: only(100, { 40: 'split' }) });
    expect(sizes).toEqual([100, 41, 59]);
    expect(alone.size).toBe(0);
  });

  it('find the one that makes commits fail by halves', async () => {
    const { sizes, alone } = await play({ kinds: only(64, { 10: 'breaker' }) });
    expect([...alone]).toEqual([
      [10, 0],
      [11, 0],
    ]);
    expect(sizes.length).toBeLessThanOrEqual(2 * Math.log2(64));
  });

  it('are one message each after a conflict, and none has failed for that', async () => {
    const { sizes, alone } = await play({ kinds: only(4, {}), refused: new Set([0]) });
    expect(sizes).toEqual([4]);
    expect([...alone]).toEqual([0, 1, 2, 3].map((place) => [place, 0]));
  });

  it('are one without a batch for a single message, and none for none', async () => {
    expect(await play({ kinds: ['fine'] })).toMatchObject({ sizes: [], calls: 1 });
    expect(await play({ kinds: [] })).toMatchObject({ calls: 0, error: null });
  });

  it('pass on a blame that names no message of the batch', async () => {
    const astray = new SpoiltBatchError(7, new Error('whose?'));
    const steps = { together: () => Promise.reject(astray), alone: async () => undefined };
    await expect(runBatch([deliver(0), deliver(1)], steps)).rejects.toBe(astray);
  });
});

describe('blame', () => {
  const caught = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return error;
    }
  };

  it('names the message and keeps the cause', () => {
    const cause = new Error('cannot be read');
    const fail = () => {
      throw cause;
    };
    expect(caught(() => blaming(3, fail))).toMatchObject({ name: 'SpoiltBatchError', index: 3 });
    expect(caught(() => blame(3, cause))).toHaveProperty('cause', cause);
  });

  it('leaves to the database what the database did', () => {
    const error = conflict();
    expect(caught(() => blame(3, error))).toBe(error);
  });

  it('hands over what the work returned', () => {
    expect(blaming(0, () => 'read')).toBe('read');
  });
});
