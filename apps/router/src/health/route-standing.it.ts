import type { RouteAnnounced } from '@cauce/contracts';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';

const EFECTY = 'efecty.epayco';

const fees = {
  fixed: cop(90_000n),
  bps: 299,
  ivaBps: 1_900,
  tiers: [
    { fromAmount: cop(50_000_000n), fixed: cop(0n), bps: 260 },
    { fromMonthlyPayments: 1_000, fixed: cop(70_000n), bps: 249 },
  ],
};

/** What is shown of a route's costs. On 20 November, 10:00 in Bogota, 19 of 30 days and 10 hours have passed. */
describe('how a route stands', () => {
  let world: RouterWorld;

  beforeEach(async () => {
    world = await openRouterWorld();
  }, 60_000);
  afterEach(() => world?.close());

  async function standing(announced: Partial<RouteAnnounced>) {
    await world.announce(EFECTY, announced);
    const [known] = await world.routes.known();
    if (known === undefined) throw new Error('the route was announced');
    return world.health.standing.of(known);
  }

  async function paid(count: number) {
    for (let payment = 0; payment < count; payment += 1) {
      const { attempt } = await world.issued();
      await world.fact(attempt);
    }
    await world.health.volumes.refresh();
  }

  it('is without costs where its connector announces none', async () => {
    expect(await standing({})).toEqual({
      conversion: null,
      fees: null,
      paidThisMonth: 0,
      commitment: null,
    });
  });

  it('has its fees with every tier and its bounds', async () => {
    expect((await standing({ fees })).fees).toEqual({
      fixed: shown(90_000),
      bps: 299,
      ivaBps: 1_900,
      tiers: [
        { fromAmount: shown(50_000_000), fromMonthlyPayments: null, fixed: shown(0), bps: 260 },
        { fromAmount: null, fromMonthlyPayments: 1_000, fixed: shown(70_000), bps: 249 },
      ],
    });
  });

  it('has fees without tiers where none are announced, as by a connector of before', async () => {
    const { tiers: _, ...flat } = fees;
    expect((await standing({ fees: flat })).fees).toMatchObject({ bps: 299, tiers: [] });
  });

  it('is behind its commitment until it has collected what is due by now', async () => {
    // Of 4 payments in 30 days, 2.6 are due.
    const commitment = { monthlyPayments: 4 };
    await world.announce(EFECTY, { commitment });
    await paid(2);
    expect(await standing({ commitment })).toMatchObject({
      paidThisMonth: 2,
      commitment: { monthlyPayments: 4, behind: true },
    });
    await paid(1);
    expect(await standing({ commitment })).toMatchObject({
      paidThisMonth: 3,
      commitment: { monthlyPayments: 4, behind: false },
    });
  });
});

function cop(minor: bigint) {
  return { minor, currency: 'COP' };
}

function shown(value: number) {
  return { value, currency: 'COP' };
}
