import { TOPICS, type RouteAnnounced } from '@cauce/contracts';
import { RouterApp } from '../fixtures/router-app.js';
import { orderOnWire, routeAnnouncement } from '../fixtures/wire-builders.js';

const banks = (refreshedAt: string, ...list: { code: string; name: string }[]) => ({
  list,
  refreshedAt: new Date(refreshedAt),
});
const BANCOLOMBIA = { code: '1007', name: 'BANCOLOMBIA' };
const NEQUI = { code: '1507', name: 'NEQUI' };
const avanza = banks('2026-11-20T12:00:00Z', { ...BANCOLOMBIA, name: 'Bancolombia' }, NEQUI);
const epayco = banks('2026-11-20T11:00:00Z', { code: '1551', name: 'DAVIPLATA' }, BANCOLOMBIA);

/** What only the small routes of these tests take, and what no other order has. */
const SMALL = { value: 50_000, currency: 'COP' };
const smallLimits = {
  minimum: { minor: 100n, currency: 'COP' },
  maximum: { minor: 50_000n, currency: 'COP' },
  step: { minor: 100n, currency: 'COP' },
};

const order = (change: Record<string, unknown> = {}) => ({
  ...orderOnWire(),
  methods: ['pse'],
  returnUrl: 'https://shop.example/back',
  ...change,
});

const reasonOf = ({ route, reason = 'chosen' }: { route: string; reason?: string }) =>
  `${route} ${reason}`;

describe('the banks of PSE', () => {
  let router: RouterApp;

  const read = () => router.ask('GET', '/v1/methods/pse/banks');
  const create = (change: Record<string, unknown>) =>
    router.create(order(change), { prefer: 'wait=0' });

  async function announce(route: string, overrides: Partial<RouteAnnounced>): Promise<void> {
    const announcement = routeAnnouncement(route, overrides);
    const message = router.message('connector.route_announced', announcement);
    await router.deliver(TOPICS.connectorRoutes, message);
  }

  describe('of one route', () => {
    beforeAll(async () => {
      router = await RouterApp.open();
    }, 60_000);
    afterAll(() => router?.close());

    it('are not known before a connector has told of them, and then listed and asked for', async () => {
      const unknown = await read();
      expect(unknown.statusCode).toBe(503);
      expect(unknown.json()).toMatchObject({ code: 'BANKS_UNKNOWN' });

      await announce('pse.avanza', { banks: avanza });
      expect((await read()).json()).toEqual({
        data: avanza.list,
        refreshedAt: '2026-11-20T12:00:00.000Z',
      });

      const refused = await create({ bank: '1051', returnUrl: undefined });
      expect(refused.statusCode).toBe(400);
      expect(refused.json()).toMatchObject({
        code: 'INVALID_REQUEST',
        errors: [{ pointer: '/returnUrl' }, { pointer: '/bank' }],
      });
    });
  });

  describe('of two routes that differ', () => {
    beforeAll(async () => {
      router = await RouterApp.open();
      await announce('pse.avanza', { banks: avanza });
      await announce('pse.epayco', { banks: epayco });
      await announce('pse.quiet', { limits: smallLimits });
    }, 60_000);
    afterAll(() => router?.close());

    it('are those of both, each once and by the name of the newer list', async () => {
      expect((await read()).json()).toEqual({
        data: [{ ...BANCOLOMBIA, name: 'Bancolombia' }, { code: '1551', name: 'DAVIPLATA' }, NEQUI],
        refreshedAt: '2026-11-20T12:00:00.000Z',
      });
    });

    it.each([
      ['1507', 'pse.avanza'],
      ['1551', 'pse.epayco'],
    ])('can each be paid at, whichever route comes first: %s at %s', async (bank, route) => {
      const answer = await create({ bank });
      expect([answer.statusCode, answer.json().route]).toEqual([202, route]);
    });

    it('are told to be none where neither has it, with the routes that lack it', async () => {
      expect((await create({ bank: '9999' })).json()).toMatchObject({
        status: 400,
        code: 'INVALID_REQUEST',
        errors: [
          {
            pointer: '/bank',
            code: 'unknown_bank',
            detail:
              'is listed by none of the routes that could take this payment: pse.avanza, pse.epayco',
          },
        ],
      });
    });

    it.each([['9999'], [undefined]])(
      'do not matter to a route whose provider has told of none: %s',
      async (bank) => {
        const answer = await create({ bank, amount: SMALL });
        expect([answer.statusCode, answer.json().route]).toEqual([202, 'pse.quiet']);
      },
    );

    it('do not matter where another method takes the payment', async () => {
      const cash = await create({ methods: ['efecty', 'pse'], bank: '9999' });
      expect([cash.statusCode, cash.json().route]).toEqual([202, 'efecty.epayco']);
      const second = await create({ methods: ['pse', 'efecty'], bank: '9999' });
      expect(second.statusCode).toBe(202);
      expect(second.json().routing.candidates.map(reasonOf).sort()).toEqual([
        'efecty.epayco chosen',
        'pse.avanza bank',
        'pse.epayco bank',
        'pse.quiet limit_max',
      ]);
    });

    it('are asked for where the merchant’s first method needs one, though another would take it', async () => {
      const missing = { status: 400, errors: [{ pointer: '/bank', code: 'required' }] };
      expect((await create({})).json()).toMatchObject(missing);
      expect((await create({ methods: ['pse', 'efecty'] })).json()).toMatchObject(missing);
      expect((await create({ methods: ['efecty', 'pse'] })).statusCode).toBe(202);
    });

    it('are gone to only with a way back, which is asked for as they are', async () => {
      const missing = { status: 400, errors: [{ pointer: '/returnUrl', code: 'required' }] };
      const oneWay = { bank: '1507', returnUrl: undefined };
      expect((await create(oneWay)).json()).toMatchObject(missing);
      expect((await create({ ...oneWay, amount: SMALL })).json()).toMatchObject(missing);
      const second = await create({ ...oneWay, methods: ['pse', 'efecty'] });
      expect(second.json()).toMatchObject(missing);
      const cash = await create({ ...oneWay, methods: ['efecty', 'pse'] });
      expect(cash.statusCode).toBe(202);
      expect(cash.json().routing.candidates.map(reasonOf).sort()).toEqual([
        'efecty.epayco chosen',
        'pse.avanza return_url',
        'pse.epayco bank',
        'pse.quiet limit_max',
      ]);
    });

    it('are worth coming back with where the only route that has it takes no call now', async () => {
      const body = { reason: 'a story' };
      await router.ask('POST', '/v1/routes/pse.avanza/drain', { as: 'operator', body });
      const [its, none] = [await create({ bank: '1507' }), await create({ bank: '9999' })];
      await router.ask('POST', '/v1/routes/pse.avanza/restore', { as: 'operator', body });
      expect(its.json()).toMatchObject({ code: 'ROUTES_UNAVAILABLE' });
      expect(none.json()).toMatchObject({ code: 'INVALID_REQUEST' });
    });

    it('decide a preview as they decide a payment', async () => {
      const preview = async (change: Record<string, unknown>) =>
        (await router.ask('POST', '/v1/routing/preview', { body: order(change) })).json();
      expect(await preview({ bank: '1507' })).toMatchObject({ chosen: 'pse.avanza' });
      expect((await preview({ bank: '9999' })).candidates.map(reasonOf)).toContain(
        'pse.epayco bank',
      );
      const oneWay = await preview({ bank: '1507', returnUrl: undefined });
      expect(oneWay).toMatchObject({ chosen: null });
      expect(oneWay.candidates.map(reasonOf)).toContain('pse.avanza return_url');
    });

    it('decide a dry run as they decided the payment', async () => {
      const { id } = (await create({ bank: '1507' })).json<{ id: string }>();
      const rules = { rules: [{ name: 'epayco', then: { prefer: ['pse.epayco'] } }] };
      const ask = { as: 'operator', body: { rules, last: 1 } } as const;
      expect((await router.ask('POST', '/v1/routing/dry-run', ask)).json()).toMatchObject({
        changed: 0,
        routes: [{ route: 'pse.avanza', before: 1, after: 1 }],
      });
      expect(await router.read(id)).toMatchObject({ route: 'pse.avanza' });
    });
  });
});
