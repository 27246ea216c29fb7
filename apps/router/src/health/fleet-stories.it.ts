import { jest } from '@jest/globals';
import { PretendFleet } from '../fixtures/pretend-fleet.js';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';

// Each test makes dozens of payments, on a machine that others use too.
jest.setTimeout(60_000);

/** Five processes and one provider: twenty payments a second, on a clock that the story sets. */
describe('five processes', () => {
  let world: RouterWorld;
  let fleet: PretendFleet;

  beforeEach(async () => {
    world = await openRouterWorld();
    fleet = new PretendFleet(world, 5, 1_000);
  }, 60_000);
  afterEach(() => world?.close());

  const events = async () =>
    (await world.health.events.latest('efecty.epayco', 50)).map((one) => one.reason).reverse();

  it('leave a provider alone that answers', async () => {
    await fleet.run(10_000);
    expect(fleet.states).toEqual(Array(5).fill('closed'));
    expect(fleet.calls).toBe(200);
    expect(await events()).toEqual([]);
  }, 60_000);

  it('open together within twice twenty calls of the first that failed', async () => {
    fleet.isWell = false;
    // The first answers come after a second; each process alone would need twenty of its own.
    await fleet.run(1_250);
    const before = fleet.calls;
    await fleet.run(2_000);
    expect(fleet.states).toContain('open');
    expect(fleet.calls - before).toBeLessThanOrEqual(40);
    await fleet.run(1_000);
    expect(fleet.states).toEqual(Array(5).fill('open'));
    expect((await events())[0]).toBe('failures');
    expect(await events()).toHaveLength(1);
  }, 60_000);

  it('have three probes in flight together, however many payments there are', async () => {
    fleet.isWell = false;
    await fleet.run(60_000);
    expect(fleet.mostProbes).toBeGreaterThan(0);
    expect(fleet.mostProbes).toBeLessThanOrEqual(3);
    const { openings } = (await world.health.fleet.positions())[0] ?? {};
    expect(openings).toBeGreaterThanOrEqual(3);
    // Twelve hundred payments: what was in flight before the opening, and a few probes.
    expect(fleet.calls).toBeLessThan(110);
  }, 120_000);

  it('close together once the provider is back', async () => {
    fleet.isWell = false;
    await fleet.run(8_000);
    fleet.isWell = true;
    await fleet.run(20_000);
    expect(fleet.states).toEqual(Array(5).fill('closed'));
    expect((await events()).at(-1)).toBe('probes_succeeded');
    const before = fleet.calls;
    await fleet.run(2_000);
    expect(fleet.calls - before).toBe(40);
  }, 120_000);
});
