import { TOPICS } from '@cauce/contracts';
import { RouterApp } from '../fixtures/router-app.js';
import { orderOnWire, routeAnnouncement } from '../fixtures/wire-builders.js';

describe('a preview of a payment', () => {
  let router: RouterApp;

  beforeAll(async () => {
    router = await RouterApp.open();
    const fees = { fixed: { minor: 80_000n, currency: 'COP' }, bps: 250, ivaBps: 1_900 };
    for (const [route, change] of [
      ['gana.one', { fees }],
      ['gana.two', { limits: { ...limits(), minimum: cop(9_000_000n) } }],
    ] as const) {
      const announcement = routeAnnouncement(route, change as never);
      const message = router.message('connector.route_announced', announcement);
      await router.deliver(TOPICS.connectorRoutes, message);
    }
  }, 60_000);
  afterAll(() => router?.close());

  const preview = (change: Record<string, unknown>) =>
    router.ask('POST', '/v1/routing/preview', { body: { ...orderOnWire(), ...change } });

  it('says which route it would take, what that costs, and why no other; nothing is stored', async () => {
    const answer = await preview({ methods: ['gana', 'daviplata'] });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      chosen: 'gana.one',
      candidates: [
        {
          route: 'gana.one',
          chosen: true,
          cost: {
            fee: { value: 292_500, currency: 'COP' },
            iva: { value: 55_575, currency: 'COP' },
            total: { value: 348_075, currency: 'COP' },
          },
        },
        { route: 'gana.two', chosen: false, reason: 'limit_min' },
        { route: 'daviplata', chosen: false, reason: 'not_offered' },
      ],
    });
    const { data } = (await router.ask('GET', '/v1/payments')).json<{ data: unknown[] }>();
    expect(data).toEqual([]);
  });

  it('says so when no route would take it', async () => {
    const answer = await preview({ methods: ['daviplata'] });
    expect(answer.json()).toEqual({
      chosen: null,
      candidates: [{ route: 'daviplata', chosen: false, reason: 'not_offered' }],
    });
  });

  it.each([{ methods: ['oxxo'] }, { methods: [] }, { amount: { value: 0, currency: 'COP' } }])(
    'refuses %j as a payment would be',
    async (change) => {
      expect((await preview(change)).statusCode).toBe(400);
    },
  );
});

function cop(minor: bigint) {
  return { minor, currency: 'COP' };
}

function limits() {
  return { minimum: cop(100n), maximum: cop(10n ** 10n), step: cop(100n) };
}
