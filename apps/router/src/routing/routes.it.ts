import type { Sql } from '@cauce/database';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';
import { routeAnnouncement } from '../fixtures/wire-builders.js';

describe('the routes that a router knows', () => {
  let world: RouterWorld;

  beforeEach(async () => {
    world = await openRouterWorld();
  }, 60_000);
  afterEach(() => world.close());

  it('are not a list that was read before an announcement and came back after it', async () => {
    const { reads } = world.database;
    await world.routes.known();
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const slow = {
      query: async (text: string, values?: unknown[]) => {
        const rows = await reads.query(text, values);
        await released;
        return rows;
      },
    } as unknown as Sql;
    world.clock.advance(3_000);
    const reading = world.routes.known(slow);
    await world.database.transaction((tx) =>
      world.routes.store(tx, routeAnnouncement('gana.late'), world.clock.now()),
    );
    release();
    expect((await reading).map(({ route }) => route)).not.toContain('gana.late');
    expect((await world.routes.known()).map(({ route }) => route)).toContain('gana.late');
  });
});
