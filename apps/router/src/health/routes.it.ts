import { jest } from '@jest/globals';
import type { KeyName } from '../fixtures/router-app.js';
import { RouterApp } from '../fixtures/router-app.js';
import { routeAnnouncement } from '../fixtures/wire-builders.js';
import type { RouteDetailView, RouteView } from './route-view.schema.js';

// Each test makes dozens of payments, on a machine that others use too.
jest.setTimeout(60_000);

const ROUTE = 'efecty.epayco';
const PATH = `/v1/routes/${ROUTE}`;

/** Routes over HTTP, as operators and merchants see them. */
describe('routes', () => {
  let router: RouterApp;

  beforeAll(async () => {
    router = await RouterApp.open();
  }, 60_000);
  afterAll(() => router?.close());
  afterEach(async () => {
    await post('restore', { reason: 'test over' });
  });

  const post = (path: string, body: unknown, as: KeyName | null = 'operator', key?: string) =>
    router.ask('POST', `${PATH}/${path}`, { as, body, ...(key === undefined ? {} : { key }) });
  const read = async () =>
    (await router.ask('GET', PATH, { as: 'operator' })).json<RouteDetailView>();
  const order = (reference: string) => ({
    amount: { value: 8_500_000, currency: 'COP' },
    reference,
    description: 'Zapatos',
    methods: ['efecty'],
    payer: {
      kind: 'person',
      name: 'Ana Muñoz',
      email: 'ana@example.com',
      document: { type: 'CC', number: '1020304051' },
    },
  });

  describe('GET /v1/routes', () => {
    it('shows operators what routes have collected and were promised', async () => {
      const response = await router.ask('GET', '/v1/routes', { as: 'operator' });
      expect(response.json()).toMatchObject({
        data: [{ paidThisMonth: 0, commitment: null }],
        thresholds: { breakers: { enforced: true, windowMs: 30_000 }, explorationShare: 0 },
      });
    });

    it('shows each route with its status, limits and breakers, to merchants too', async () => {
      const response = await router.ask('GET', '/v1/routes');
      expect(response.statusCode).toBe(200);
      expect(response.json()).toEqual({
        data: [
          {
            route: ROUTE,
            rail: 'efecty',
            status: 'up',
            why: [],
            limits: {
              minimum: { value: 100_000, currency: 'COP' },
              maximum: { value: 800_000_000, currency: 'COP' },
              step: { value: 100, currency: 'COP' },
            },
            breakers: {
              issue: { state: 'closed', since: null, openUntil: null, openings: 0 },
              read_status: { state: 'closed', since: null, openUntil: null, openings: 0 },
              cancel: { state: 'closed', since: null, openUntil: null, openings: 0 },
            },
            breakersEnforced: true,
            drained: null,
            maintenance: [],
            issuance: null,
            conversion: null,
            fees: null,
            paidThisMonth: null,
            commitment: null,
            inFlight: 0,
          },
        ],
        thresholds: null,
      });
    });

    it('asks for a key', async () => {
      expect((await router.ask('GET', '/v1/routes', { as: null })).statusCode).toBe(401);
    });
  });

  describe('GET /v1/routes/{route}', () => {
    it('knows no route that no connector announced', async () => {
      const response = await router.ask('GET', '/v1/routes/efecty.nobody', { as: 'operator' });
      expect(response.statusCode).toBe(404);
      expect(response.json()).toMatchObject({ code: 'ROUTE_NOT_FOUND' });
    });

    it('is not for merchants: its events name who did what', async () => {
      expect((await router.ask('GET', PATH)).statusCode).toBe(403);
      expect((await router.ask('GET', PATH, { as: 'meddler' })).statusCode).toBe(403);
    });
  });

  describe('a drained route', () => {
    it('issues nothing, says why, and is restored', async () => {
      const drained = await post('drain', { reason: 'wrong vouchers' });
      expect(drained.statusCode).toBe(200);
      expect(drained.json()).toMatchObject({
        status: 'down',
        why: ['drained'],
        drained: { kind: 'drained', reason: 'wrong vouchers', until: null },
      });
      const refused = await router.create(order('DRAINED-1'));
      expect(refused.statusCode).toBe(503);
      expect(refused.json()).toMatchObject({
        code: 'ROUTES_UNAVAILABLE',
        outcome: 'not_sent',
        retryable: true,
      });
      expect(refused.headers['retry-after']).toBe('10');
      const restored = await post('restore', { reason: 'provider fixed it' });
      expect(restored.json<RouteView>()).toMatchObject({ status: 'up', drained: null });
      expect((await router.create(order('DRAINED-1'))).statusCode).toBe(201);
    });

    it('tells who drained and restored it, and why', async () => {
      await post('drain', { reason: 'too slow' });
      await post('drain', { reason: 'again' });
      await post('restore', { reason: 'well again' });
      const { events } = await read();
      expect(events.slice(0, 2)).toMatchObject([
        { kind: 'restored', reason: 'well again', operation: null },
        { kind: 'drained', reason: 'too slow' },
      ]);
      expect(events[0]?.actor).toBe(events[1]?.actor);
      expect(events[0]?.actor).not.toBe('');
    });

    it('sends payments by another route of the rail', async () => {
      const payu = router.message('connector.route_announced', routeAnnouncement('efecty.payu'));
      await router.deliver('cauce.connector.routes', payu);
      await post('drain', { reason: 'moved to PayU' });
      const created = await router.create(order('DRAINED-2'));
      expect(created.json()).toMatchObject({
        route: 'efecty.payu',
        routing: {
          candidates: [
            { route: ROUTE, chosen: false, reason: 'draining' },
            { route: 'efecty.payu', chosen: true },
          ],
        },
      });
      await router.ask('POST', '/v1/routes/efecty.payu/drain', {
        as: 'operator',
        body: { reason: 'test over' },
      });
    });
  });

  describe('maintenance', () => {
    const plan = (fromHours: number, toHours: number) => {
      const at = (hours: number) =>
        new Date(router.clock.now().getTime() + hours * 3_600_000).toISOString();
      return { reason: 'provider upgrades', startsAt: at(fromHours), endsAt: at(toHours) };
    };

    it('begins and ends by itself', async () => {
      const planned = await post('maintenance', plan(1, 3));
      expect(planned.statusCode).toBe(201);
      expect((await read()).status).toBe('up');
      await router.pass(3_600_000);
      expect(await read()).toMatchObject({
        status: 'down',
        why: ['maintenance'],
        drained: { kind: 'maintenance', reason: 'provider upgrades' },
      });
      await router.pass(2 * 3_600_000);
      expect((await read()).status).toBe('up');
    });

    it('tells payments that find no other route when to come again', async () => {
      await post('maintenance', plan(0, 0.5));
      const refused = await router.create(order('ORD-IN-MAINTENANCE'));
      expect(refused.statusCode).toBe(503);
      expect(refused.headers['retry-after']).toBe('1800');
      await router.pass(1_800_000);
      expect((await router.create(order('ORD-IN-MAINTENANCE'))).statusCode).toBe(201);
    });

    it('is planned once for one key', async () => {
      const body = plan(10, 11);
      const first = await post('maintenance', body, 'operator', 'once');
      const again = await post('maintenance', body, 'operator', 'once');
      expect(again.json()).toEqual(first.json());
      expect(again.headers['idempotency-replayed']).toBe('true');
      expect((await read()).maintenance).toHaveLength(1);
      const { id } = first.json<{ id: string }>();
      const cancelled = await post(`maintenance/${id}/cancel`, { reason: 'called off' });
      expect(cancelled.statusCode).toBe(204);
      expect((await read()).maintenance).toEqual([]);
      expect((await read()).events[0]).toMatchObject({ kind: 'maintenance_cancelled' });
    });

    it('can be ended early', async () => {
      const planned = await post('maintenance', plan(0, 5));
      expect((await read()).status).toBe('down');
      const { id } = planned.json<{ id: string }>();
      await post(`maintenance/${id}/cancel`, { reason: 'done early' });
      expect((await read()).status).toBe('up');
    });

    it('that nobody planned cannot be cancelled', async () => {
      const response = await post('maintenance/mnt_unknown/cancel', { reason: 'x' });
      expect(response.json()).toMatchObject({ status: 404, code: 'MAINTENANCE_NOT_FOUND' });
    });

    it('ends after it starts', async () => {
      const response = await post('maintenance', plan(3, 1));
      expect(response.json()).toMatchObject({ status: 400, errors: [{ pointer: '/endsAt' }] });
    });

    it('needs an Idempotency-Key', async () => {
      const response = await router.ask('POST', `${PATH}/maintenance`, {
        as: 'operator',
        key: '',
        body: plan(1, 2),
      });
      expect(response.statusCode).toBe(400);
    });
  });

  it.each(['drain', 'restore', 'maintenance'])('%s is not for merchants', async (path) => {
    const times = { startsAt: '2026-12-01T00:00:00Z', endsAt: '2026-12-02T00:00:00Z' };
    const body = { reason: 'mine', ...(path === 'maintenance' && times) };
    expect((await post(path, body, 'shop')).statusCode).toBe(403);
    expect((await post(path, body, 'meddler')).statusCode).toBe(403);
  });

  it.each([{}, { reason: ' ' }, { reason: 'x'.repeat(201) }])(
    'cannot be drained without saying why: %j',
    async (body) => {
      const response = await post('drain', body);
      expect(response.json()).toMatchObject({ status: 400, errors: [{ pointer: '/reason' }] });
    },
  );
});
