import { TOPICS } from '@cauce/contracts';
import { RouterApp } from '../fixtures/router-app.js';
import { orderOnWire, routeAnnouncement } from '../fixtures/wire-builders.js';

const cop = (minor: bigint) => ({ minor, currency: 'COP' });

/** What other rules would have changed, over payments that were made. */
describe('a dry run of rules', () => {
  let router: RouterApp;

  beforeAll(async () => {
    router = await RouterApp.open();
    for (const [route, fixed] of [
      ['efecty.epayco', 200_000n],
      ['efecty.payu', 150_000n],
    ] as const) {
      const fees = { fixed: cop(fixed), bps: 0, ivaBps: 0 };
      const announcement = routeAnnouncement(route, { fees });
      const message = router.message('connector.route_announced', announcement);
      await router.deliver(TOPICS.connectorRoutes, message);
    }
    for (const [value, city] of [
      [5_000_000, 'Cali'],
      [8_500_000, 'Cali'],
      [8_500_000, 'Bogotá'],
    ] as const) {
      const order = orderOnWire();
      const payer = { ...order.payer, city };
      const body = { ...order, amount: { value, currency: 'COP' }, payer };
      expect((await router.create(body)).statusCode).toBe(201);
      router.clock.advance(60_000);
    }
    // A Sunday: rules are asked about the time at which a payment was made.
    await router.pass(2 * 86_400_000);
  }, 60_000);
  afterAll(() => router?.close());

  const run = async (rules: unknown[], last?: number) =>
    router.ask('POST', '/v1/routing/dry-run', {
      as: 'operator',
      body: { rules: { rules }, ...(last === undefined ? {} : { last }) },
    });

  it('says which payments would have taken another route, and what providers would have kept', async () => {
    const when = { cities: ['CALI'], amount: { from: { value: 6_000_000, currency: 'COP' } } };
    const rules = [
      { name: 'cali', when, then: { prefer: ['efecty.payu'] } },
      { name: 'rest', then: { prefer: ['efecty.epayco'] } },
    ];
    const answer = await run(rules);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      comparedWith: 1,
      payments: 3,
      oldest: '2026-11-20T15:00:00.000Z',
      newest: '2026-11-20T15:02:00.000Z',
      changed: 1,
      withoutRoute: { before: 0, after: 0 },
      routes: [
        { route: 'efecty.epayco', before: 3, after: 2 },
        { route: 'efecty.payu', before: 0, after: 1 },
      ],
      cost: {
        before: { value: 600_000, currency: 'COP' },
        after: { value: 550_000, currency: 'COP' },
        payments: 3,
      },
      changes: [
        {
          payment: expect.stringMatching(/^pay_/),
          before: { route: 'efecty.epayco', candidates: expect.any(Array) },
          after: {
            route: 'efecty.payu',
            candidates: [
              expect.objectContaining({ route: 'efecty.payu', chosen: true, rule: 'cali' }),
              expect.objectContaining({ route: 'efecty.epayco', reason: 'not_first' }),
            ],
          },
        },
      ],
    });
  });

  it('decides each payment at the time at which it was made', async () => {
    const sunday = {
      name: 'sunday',
      when: { days: ['sunday'] },
      then: { prefer: ['efecty.payu'] },
    };
    const rest = { name: 'rest', then: { prefer: ['efecty.epayco'] } };
    expect((await run([sunday, rest])).json()).toMatchObject({ payments: 3, changed: 0 });
  });

  it('looks at as many payments as it is asked to, the newest', async () => {
    const [rule] = [{ name: 'payu', then: { prefer: ['efecty.payu'] } }];
    expect((await run([rule], 2)).json()).toMatchObject({
      payments: 2,
      changed: 2,
      oldest: '2026-11-20T15:01:00.000Z',
    });
    expect((await run([rule], 0)).statusCode).toBe(400);
    expect((await run([rule], 1_001)).statusCode).toBe(400);
  });

  it('changes nothing', async () => {
    await run([{ name: 'payu', then: { prefer: ['efecty.payu'] } }]);
    const rules = await router.ask('GET', '/v1/routing/rules', { as: 'operator' });
    expect(rules.json().version).toBe(1);
    expect((await router.create(orderOnWire())).json().route).toBe('efecty.epayco');
  });

  it('refuses rules that would be refused, and merchants', async () => {
    expect((await run([{ name: 'x', then: { deny: ['efecty.*'] } }])).json()).toMatchObject({
      code: 'RULES_REFUSED',
      errors: [{ pointer: '/rules/rules/0/then', code: 'rail_without_route' }],
    });
    const ask = { as: 'shop', body: { rules: { rules: [] } } } as const;
    expect((await router.ask('POST', '/v1/routing/dry-run', ask)).statusCode).toBe(403);
  });
});
