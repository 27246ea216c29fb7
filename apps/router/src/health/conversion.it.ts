import { jest } from '@jest/globals';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';

// Each test makes dozens of payments, on a machine that others use too.
jest.setTimeout(60_000);

const DAY_MS = 86_400_000;

/** For money that is reported late. */
const GRACE_MS = 900_000;

/** Conversion as the payments of the last days tell it. */
describe('conversion', () => {
  let world: RouterWorld;

  beforeEach(async () => {
    world = await openRouterWorld();
    await world.announce('efecty.epayco');
    await world.announce('efecty.payu');
  }, 60_000);
  afterEach(() => world?.close());

  /** Payments of four days ago, written as they lie in the table. @param livesMs of their vouchers */
  async function created(
    route: string,
    state: string,
    count: number,
    livesMs: number | null = DAY_MS,
  ): Promise<void> {
    const { payment } = await world.create();
    const at = world.clock.now().getTime() - 4 * DAY_MS;
    await world.database.reads.execute(
      `insert into payments
       select (jsonb_populate_record(p, jsonb_build_object(
         'id', p.id || $2 || $3 || n, 'reference', p.reference || $2 || $3 || n,
         'route', $2::text, 'state', $3::text,
         'created_at', $5::timestamptz, 'effective_expires_at', $6::timestamptz))).*
       from payments p, generate_series(1, $4::int) n where p.id = $1`,
      [
        payment.id,
        route,
        state,
        count,
        new Date(at),
        livesMs === null ? null : new Date(at + livesMs),
      ],
    );
  }

  it('is the share of ended payments that were paid, beside the others of the rail', async () => {
    await created('efecty.epayco', 'paid', 100);
    await created('efecty.epayco', 'expired', 100);
    await created('efecty.payu', 'paid', 180);
    await created('efecty.payu', 'expired', 20);
    await world.health.conversion.refresh();
    expect(world.health.conversion.latest).toEqual([
      { route: 'efecty.epayco', ended: 200, rate: 0.5, score: expect.closeTo(0.714, 3) },
      { route: 'efecty.payu', ended: 200, rate: 0.9, score: expect.closeTo(1.286, 3) },
    ]);
  });

  it('blames no route for what merchants cancelled, or what was never issued', async () => {
    await created('efecty.epayco', 'paid', 200);
    await created('efecty.epayco', 'cancelled', 200);
    await created('efecty.epayco', 'failed', 200);
    await world.health.conversion.refresh();
    expect(world.health.conversion.of('efecty.epayco')).toMatchObject({ ended: 200, rate: 1 });
  });

  it('counts a payment, paid or not, once its voucher has lived its time', async () => {
    await created('efecty.epayco', 'paid', 120, 3 * DAY_MS);
    await created('efecty.epayco', 'expired', 80, 3 * DAY_MS);
    // As many are paid of the longer-lived; the others still wait.
    await created('efecty.payu', 'paid', 200, 7 * DAY_MS);
    await world.health.conversion.refresh();
    expect(world.health.conversion.latest).toEqual([
      { route: 'efecty.epayco', ended: 200, rate: 0.6, score: 1 },
    ]);
    world.clock.advance(3 * DAY_MS + GRACE_MS - 1);
    await world.health.conversion.refresh();
    expect(world.health.conversion.of('efecty.payu')).toBeNull();
    world.clock.advance(1);
    await world.health.conversion.refresh();
    expect(world.health.conversion.of('efecty.payu')).toMatchObject({ ended: 200, rate: 1 });
  });

  it('says nothing of payments of which nobody knows how long they live', async () => {
    await created('efecty.epayco', 'paid', 200, null);
    await world.health.conversion.refresh();
    expect(world.health.conversion.latest).toEqual([]);
  });

  it('forgets what is older than its days, and says nothing of a few payments', async () => {
    await created('efecty.epayco', 'paid', 200);
    await created('efecty.payu', 'paid', 199);
    await world.health.conversion.refresh();
    expect(world.health.conversion.of('efecty.epayco')).not.toBeNull();
    expect(world.health.conversion.of('efecty.payu')).toBeNull();
    world.clock.advance(15 * DAY_MS);
    await world.health.conversion.refresh();
    expect(world.health.conversion.latest).toEqual([]);
  });

  it('is a preference where no rule says otherwise: the better route comes first, unless it is drained', async () => {
    expect((await world.create()).attempt.route).toBe('efecty.epayco');
    const activation = { actor: 'key', reason: 'leave it to conversion', follows: 1 };
    await world.rules.activate({ rules: [] }, { ...activation, restoredFrom: null });
    await created('efecty.epayco', 'expired', 200);
    await created('efecty.payu', 'paid', 200);
    await world.health.conversion.refresh();
    expect((await world.create()).attempt.route).toBe('efecty.payu');
    await world.health.drains.drain('efecty.payu', 'key_1', 'upgrade');
    expect((await world.create()).attempt.route).toBe('efecty.epayco');
  });
});
