import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';

const EFECTY = 'efecty.epayco';

/** What a provider will bill of the running month, as its facts tell it. It is 20 November, 10:00 in Bogota. */
describe('the volume of a month', () => {
  let world: RouterWorld;

  beforeEach(async () => {
    world = await openRouterWorld();
    await world.announce(EFECTY);
  }, 60_000);
  afterEach(() => world?.close());

  const counted = async (route = EFECTY) => {
    await world.health.volumes.refresh();
    return world.health.volumes.countOf(route);
  };

  async function paid(occurredAt = '2026-11-20T15:00:00Z') {
    const { attempt } = await world.issued();
    await world.fact(attempt, { occurredAt: new Date(occurredAt) });
    return attempt;
  }

  it('is nothing before it was counted, and for a route that collected nothing', async () => {
    await paid();
    expect(world.health.volumes.countOf(EFECTY)).toBe(0);
    await world.health.volumes.refresh();
    expect(world.health.volumes.countOf(EFECTY)).toBe(1);
    expect(world.health.volumes.countOf('baloto.epayco')).toBe(0);
  });

  it('counts by route, and what was issued only when it is paid', async () => {
    await world.announce('baloto.epayco');
    const order = { ...world.order(), methods: ['baloto' as const] };
    const { payment } = await world.createWith('key', order);
    const attempt = await world.liveAttempt(payment.id);
    await world.result(attempt, { outcome: 'done', instruction: world.voucher() });
    await paid();
    await paid();
    expect(await counted('baloto.epayco')).toBe(0);
    await world.fact(attempt);
    expect(await counted('baloto.epayco')).toBe(1);
    expect(await counted(EFECTY)).toBe(2);
  });

  it('holds what was paid from the first instant of the month in Bogota on', async () => {
    await paid('2026-11-01T04:59:59.999Z');
    expect(await counted()).toBe(0);
    await paid('2026-11-01T05:00:00Z');
    expect(await counted()).toBe(1);
  });

  it('counts by the day of the money, whenever the payment was made', async () => {
    const { attempt } = await world.issued();
    world.clock.advance(30 * 86_400_000);
    await world.fact(attempt, { occurredAt: new Date('2026-11-30T12:00:00Z') });
    // It is 20 December by now, and the provider told of November.
    expect(await counted()).toBe(0);
    const late = await world.issued();
    await world.fact(late.attempt);
    expect(await counted()).toBe(1);
  });

  it('begins at nothing with a new month, also before that was counted', async () => {
    await paid();
    expect(await counted()).toBe(1);
    world.clock.advance(Date.parse('2026-12-01T04:59:59Z') - world.clock.now().getTime());
    expect(world.health.volumes.countOf(EFECTY)).toBe(1);
    world.clock.advance(1_000);
    expect(world.health.volumes.countOf(EFECTY)).toBe(0);
    expect(await counted()).toBe(0);
  });

  it('loses what the counter took back, and keeps the payment beside it', async () => {
    const attempt = await paid();
    await paid();
    await world.fact(attempt, { kind: 'reversed' });
    expect(await counted()).toBe(1);
  });

  it('counts each part of a payment, as it is billed', async () => {
    const { attempt } = await world.issued();
    for (const providerTransactionId of ['first', 'second']) {
      await world.fact(attempt, { providerTransactionId, amount: half });
    }
    expect(await counted()).toBe(2);
  });

  it('counts money for a reference that nobody knows: its provider bills it too', async () => {
    const { attempt } = await world.issued();
    await world.fact(attempt, { reference: '999999' });
    expect(await counted()).toBe(1);
  });

  it('is counted by its job', async () => {
    await paid();
    expect(await world.countingMonth().run()).toBe(0);
    expect(world.health.volumes.countOf(EFECTY)).toBe(1);
  });
});

const half = { minor: 4_250_000n, currency: 'COP' };
