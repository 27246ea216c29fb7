import fc from 'fast-check';
import type { RouterWorld } from '../fixtures/router-world.js';
import { stories, VoucherStory } from '../fixtures/voucher-story.js';
import { WorldDesk } from '../fixtures/world-desk.js';

/** Each takes some dozens of transactions: all of them are for the long run of the tests. */
const RUNS = process.env['CAUCE_TEST_ALL'] === 'true' ? 10_000 : 120;

/** Stories that are told at once, each to a router of its own. */
const LANES = 4;

/** Longest story; beside its opening. */
const MOVES = 12;

/** More than they take on a machine that others use too. */
const WITHIN_MS = 60_000 + RUNS * 500;

describe('any story of a payment, on a database', () => {
  const worlds: RouterWorld[] = [];

  beforeAll(async () => {
    for (let lane = 0; lane < LANES; lane += 1) worlds.push(await WorldDesk.openWorld());
  }, 60_000);
  afterAll(() => Promise.all(worlds.map((world) => world.close())));

  async function tellStories(world: RouterWorld): Promise<void> {
    const moves = stories(MOVES);
    const property = fc.asyncProperty(moves, async (story) =>
      new VoucherStory(await WorldDesk.fresh(world)).tell(story),
    );
    await fc.assert(property, { numRuns: RUNS / LANES });
  }

  it(
    `${RUNS} of them: one live voucher at most, and nothing unknown is rerouted`,
    async () => {
      // Every lane ends before the first failure is told: it would go on without its database.
      const lanes = await Promise.allSettled(worlds.map(tellStories));
      for (const lane of lanes) if (lane.status === 'rejected') throw lane.reason;
    },
    WITHIN_MS,
  );
});
