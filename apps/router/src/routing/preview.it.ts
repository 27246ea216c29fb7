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

  const asOperator = (change: Record<string, unknown>) => {
    const body = { ...orderOnWire(), ...change };
    return router.ask('POST', '/v1/routing/preview', { as: 'operator', body });
  };

  it('says which route it would take, what that costs, and why no other; nothing is stored', async () => {
    const answer = await preview({ methods: ['gana', 'daviplata'] });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      chosen: 'gana.one',
      rulesVersion: 1,
      candidates: [
        {
          route: 'gana.one',
          chosen: true,
          because: 'only',
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
      rulesVersion: 1,
      candidates: [{ route: 'daviplata', chosen: false, reason: 'not_offered' }],
    });
  });

  it('goes by rules that the request brings, which nobody has put in force', async () => {
    const when = { metadata: { cart: ['7'] } };
    const rules = { rules: [{ name: 'mine', when, then: { cheapest: true } }] };
    const answer = await asOperator({ methods: ['gana'], metadata: { cart: '7' }, rules });
    expect(answer.json()).toMatchObject({
      chosen: 'gana.one',
      rulesVersion: null,
      candidates: [{ because: 'only' }, { reason: 'limit_min' }],
    });
    const after = await preview({ methods: ['gana'] });
    expect(after.json()).toMatchObject({ rulesVersion: 1, chosen: 'gana.one' });
  });

  it('takes no rules of merchants: to check them is work', async () => {
    expect((await preview({ rules: { rules: [] } })).statusCode).toBe(403);
  });

  it('refuses rules that would not do what they say', async () => {
    const rules = { rules: [{ name: 'mine', then: { deny: ['gana.three'] } }] };
    expect((await asOperator({ methods: ['gana'], rules })).json()).toMatchObject({
      code: 'RULES_REFUSED',
      errors: [{ pointer: '/rules/rules/0/then/deny/0', code: 'unknown_route' }],
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
