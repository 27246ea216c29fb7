import { gate } from './fixtures/gate.js';
import { ParallelLimit } from './parallel-limit.js';

describe('a parallel limit', () => {
  it('runs no more at a time than it allows, in the order they came', async () => {
    const limit = new ParallelLimit(2);
    const gates = [gate(), gate(), gate(), gate()];
    const begun: number[] = [];
    const works = gates.map(({ opened }, index) =>
      limit.run(async () => {
        begun.push(index);
        await opened;
        return index;
      }),
    );
    await turn();
    expect(begun).toEqual([0, 1]);
    gates[1]?.open();
    await turn();
    expect(begun).toEqual([0, 1, 2]);
    for (const one of gates) one.open();
    expect(await Promise.all(works)).toEqual([0, 1, 2, 3]);
  });

  it('gives the place of a work that fails to the next', async () => {
    const limit = new ParallelLimit(1);
    const failed = limit.run(() => Promise.reject(new Error('no')));
    const next = limit.run(async () => 'next');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('next');
  });

  it('gives the place of a work that throws before it returns a promise to the next', async () => {
    const limit = new ParallelLimit(1);
    const failed = limit.run(() => {
      throw new Error('at once');
    });
    await expect(failed).rejects.toThrow('at once');
    expect(await limit.run(async () => 'next')).toBe('next');
  });
});

const turn = () => new Promise(setImmediate);
