import { TOPICS } from '@cauce/contracts';
import { RouterApp } from '../fixtures/router-app.js';
import { orderOnWire, routeAnnouncement } from '../fixtures/wire-builders.js';

describe('the methods that a payment may name', () => {
  let router: RouterApp;
  const day = { opens: '08:00', closes: '18:00' };
  const hours = { weekday: day, saturday: null, sunday: null, holiday: null };

  beforeAll(async () => {
    router = await RouterApp.open();
  }, 60_000);
  afterAll(() => router?.close());

  async function announce(route: string, change: Record<string, unknown>): Promise<void> {
    const message = router.message(
      'connector.route_announced',
      routeAnnouncement(route, change as never),
    );
    await router.deliver(TOPICS.connectorRoutes, message);
  }

  it('are those of announced routes, with what all routes of a rail take together', async () => {
    await announce('gana.one', {
      limits: limits(1_000_000n, 5_000_000n),
      documents: ['CC'],
      hours: { ...hours, sellsWhenClosed: true },
    });
    await announce('gana.two', {
      limits: limits(2_000_000n, 9_000_000n),
      documents: ['CE', 'CC'],
      hours: { ...hours, saturday: day, sellsWhenClosed: true },
    });
    const answer = await router.ask('GET', '/v1/methods');
    expect(answer.statusCode).toBe(200);
    const { data } = answer.json<{ data: { method: string }[] }>();
    expect(data.find(({ method }) => method === 'gana')).toEqual({
      method: 'gana',
      minimum: { value: 1_000_000, currency: 'COP' },
      maximum: { value: 9_000_000, currency: 'COP' },
      isOpen: true,
      hours: { ...hours, saturday: day },
      documents: ['CC', 'CE'],
    });
  });

  it('refuse a payment while they are closed and sell nothing then: 503, later', async () => {
    const never = { weekday: null, saturday: null, sunday: null, holiday: null };
    await announce('cerrado.one', { hours: { ...never, sellsWhenClosed: false } });
    const refused = await router.create({ ...orderOnWire(), methods: ['cerrado'] });
    expect(refused.statusCode).toBe(503);
    expect(refused.headers['retry-after']).toBe('3600');
    expect(refused.json()).toMatchObject({ code: 'ROUTES_UNAVAILABLE', outcome: 'not_sent' });
  });
});

describe('a payment that finds all counters closed', () => {
  it('may come again when they open, whatever ends before that', async () => {
    const router = await RouterApp.open();
    const day = { opens: '10:20', closes: '18:00' };
    const hours = { weekday: day, saturday: day, sunday: null, holiday: null };
    const announced = routeAnnouncement('tarde.one', {
      hours: { ...hours, sellsWhenClosed: false },
    });
    const message = router.message('connector.route_announced', announced);
    await router.deliver(TOPICS.connectorRoutes, message);
    const retryAfter = async () => {
      const refused = await router.create({ ...orderOnWire(), methods: ['tarde'] });
      expect(refused.json()).toMatchObject({ code: 'ROUTES_UNAVAILABLE' });
      return refused.headers['retry-after'];
    };
    expect(await retryAfter()).toBe('1200');
    const now = router.clock.now();
    const planned = await router.ask('POST', '/v1/routes/tarde.one/maintenance', {
      as: 'operator',
      body: { reason: 'upgrade', startsAt: now, endsAt: new Date(now.getTime() + 60_000) },
    });
    expect(planned.statusCode).toBe(201);
    expect(await retryAfter()).toBe('1200');
    router.clock.advance(19 * 60_000);
    expect(await retryAfter()).toBe('60');
    await router.close();
  }, 60_000);
});

function limits(minimum: bigint, maximum: bigint) {
  const cop = (minor: bigint) => ({ minor, currency: 'COP' });
  return { minimum: cop(minimum), maximum: cop(maximum), step: cop(100n) };
}
