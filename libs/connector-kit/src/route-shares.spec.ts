import { RouteShares, type TakeDue } from './route-shares.js';

interface Due {
  readonly route: string;
}

/** Work that is due, in this order. */
function queue(...routes: string[]): TakeDue<Due> {
  return async (fullRoutes) => {
    const at = routes.findIndex((route) => !fullRoutes.includes(route));
    const [route] = at < 0 ? [] : routes.splice(at, 1);
    return route === undefined ? null : { route };
  };
}

/** Work that goes on until it is told to end. */
function hanging() {
  const running: string[] = [];
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const work = async ({ route }: Due) => {
    running.push(route);
    await ended;
  };
  return { running, work, end };
}

const together = (count: number, run: () => Promise<number>) =>
  Promise.all(Array.from({ length: count }, run));

describe('workers that take at once', () => {
  it('are half of them at one route at most, and the others at those behind it', async () => {
    const shares = new RouteShares(4, 2);
    const takeDue = queue('a', 'a', 'a', 'a', 'b', 'a');
    const { running, work, end } = hanging();
    const done = together(4, () => shares.run(takeDue, work));
    expect(await shares.run(takeDue, work)).toBe(0);
    expect(running).toEqual(['a', 'a', 'b']);
    end();
    expect(await done).toEqual([1, 1, 1, 0]);
  });

  it('are more than half by one where their number is odd', async () => {
    const shares = new RouteShares(3, 2);
    const takeDue = queue('a', 'a', 'a');
    const { running, work, end } = hanging();
    const done = together(3, () => shares.run(takeDue, work));
    expect(await shares.run(takeDue, work)).toBe(0);
    expect(running).toEqual(['a', 'a']);
    end();
    await done;
  });

  it('are all at the only route', async () => {
    const shares = new RouteShares(4, 1);
    const { running, work, end } = hanging();
    const takeDue = queue('a', 'a', 'a', 'a');
    const done = together(4, () => shares.run(takeDue, work));
    expect(await shares.run(takeDue, work)).toBe(0);
    expect(running).toEqual(['a', 'a', 'a', 'a']);
    end();
    await done;
  });
});

describe('a place at a route', () => {
  it('is free again when its work has ended, also where it failed', async () => {
    const shares = new RouteShares(2, 2);
    const failing = async () => {
      throw new Error('as the test said');
    };
    await expect(shares.run(queue('a'), failing)).rejects.toThrow('as the test said');
    const seen: (readonly string[])[] = [];
    const takeDue: TakeDue<Due> = async (fullRoutes) => {
      seen.push(fullRoutes);
      return { route: 'a' };
    };
    await shares.run(takeDue, async () => undefined);
    await shares.run(takeDue, async () => {
      await shares.run(queue(), failing);
      seen.push(await named(shares));
    });
    expect(seen).toEqual([[], [], ['a']]);
  });

  it('is not lost when taking fails, and nobody waits for whom it failed', async () => {
    const shares = new RouteShares(2, 2);
    const away: TakeDue<Due> = async () => {
      throw new Error('no database');
    };
    const { running, work, end } = hanging();
    end();
    const [failed, next] = await Promise.allSettled([
      shares.run(away, work),
      shares.run(queue('a'), work),
    ]);
    expect([failed.status, next]).toEqual(['rejected', { status: 'fulfilled', value: 1 }]);
    expect(running).toEqual(['a']);
  });
});

/** The routes that are full now. */
async function named(shares: RouteShares): Promise<readonly string[]> {
  let full: readonly string[] = [];
  const takeNothing: TakeDue<Due> = async (fullRoutes) => {
    full = fullRoutes;
    return null;
  };
  await shares.run(takeNothing, async () => undefined);
  return full;
}
