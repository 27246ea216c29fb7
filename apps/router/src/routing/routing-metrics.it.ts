import { TOPICS } from '@cauce/contracts';
import { RouterApp } from '../fixtures/router-app.js';
import { orderOnWire, routeAnnouncement, voucher } from '../fixtures/wire-builders.js';

const cop = (minor: bigint) => ({ minor, currency: 'COP' });

/** Too little for the orders of these tests. */
const SMALL = { minimum: cop(100_000n), maximum: cop(1_000_000n), step: cop(100n) };

type Labels = Readonly<Record<string, string>>;

/** What Prometheus is told of choices. */
describe('metrics of routing', () => {
  let router: RouterApp;

  beforeEach(async () => {
    router = await RouterApp.open();
    for (const route of ['efecty.payu', 'efecty.payvalida']) {
      const isSmall = route === 'efecty.payvalida';
      const announcement = routeAnnouncement(route, isSmall ? { limits: SMALL } : {});
      const message = router.message('connector.route_announced', announcement);
      await router.deliver(TOPICS.connectorRoutes, message);
    }
  }, 60_000);
  afterEach(() => router?.close());

  /** Every series of a counter, by its labels in order. */
  async function series(name: string): Promise<[Labels, number][]> {
    const { body } = await router.ask('GET', '/metrics', { as: null });
    return body
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`))
      .map((line): [Labels, number] => {
        const labels = [...line.matchAll(/(route|reason)="([^"]*)"/g)];
        const pairs = labels.map(([, label = '', text = '']) => [label, text] as const);
        return [Object.fromEntries(pairs), Number(line.split(' ').at(-1))];
      });
  }

  const decisions = () => series('cauce_routing_decisions_total');
  const rejections = () => series('cauce_routing_rejections_total');

  it('count a choice once, and each route that it passed over by its reason', async () => {
    expect((await router.create(orderOnWire())).statusCode).toBe(201);
    expect(await decisions()).toEqual([[{ route: 'efecty.epayco' }, 1]]);
    expect(await rejections()).toEqual([
      [{ route: 'efecty.payu', reason: 'not_first' }, 1],
      [{ route: 'efecty.payvalida', reason: 'limit_max' }, 1],
    ]);
  });

  it('count a retry on the only route once, and no payment without a route', async () => {
    const first = await router.create({ ...orderOnWire(), methods: ['daviplata'] });
    expect(first.statusCode).toBe(422);
    const before = await decisions();
    await router.deliver(
      TOPICS.connectorRoutes,
      router.message('connector.route_announced', routeAnnouncement('efecty.one')),
    );
    for (const name of ['efecty.epayco', 'efecty.payu']) {
      const path = `/v1/routes/${name}/drain`;
      await router.ask('POST', path, { as: 'operator', body: { reason: 'a story' } });
    }
    let calls = 0;
    router.answer = () =>
      (calls += 1) === 1
        ? { outcome: 'not_sent', reason: 'busy', reroutable: true }
        : { instruction: voucher() };
    expect((await router.create(orderOnWire())).json().attempts).toHaveLength(2);
    expect(await decisions()).toEqual([...before, [{ route: 'efecty.one' }, 2]]);
  });

  it('count the choice of another route after one that was not reached', async () => {
    router.answer = ({ route }) =>
      route === 'efecty.epayco'
        ? { outcome: 'not_sent', reason: 'busy', reroutable: true }
        : { instruction: voucher() };
    expect((await router.create(orderOnWire())).statusCode).toBe(201);
    expect(await decisions()).toEqual([
      [{ route: 'efecty.epayco' }, 1],
      [{ route: 'efecty.payu' }, 1],
    ]);
  });

  it('count a choice that found no route as none, with the reason of each', async () => {
    const order = { ...orderOnWire(), methods: ['pse'] };
    expect((await router.create(order)).json()).toMatchObject({ code: 'NO_ROUTE' });
    expect(await decisions()).toEqual([[{ route: 'none' }, 1]]);
    expect(await rejections()).toEqual([[{ route: 'pse', reason: 'not_offered' }, 1]]);
  });

  it('count nothing for a preview or a dry run, which issue nothing', async () => {
    await router.create(orderOnWire());
    const before = [await decisions(), await rejections()];
    const preview = await router.ask('POST', '/v1/routing/preview', { body: orderOnWire() });
    expect(preview.json()).toMatchObject({ chosen: 'efecty.epayco' });
    const rules = { rules: [{ name: 'other', then: { prefer: ['efecty.payu'] } }] };
    const run = await router.ask('POST', '/v1/routing/dry-run', {
      as: 'operator',
      body: { rules },
    });
    expect(run.json()).toMatchObject({ payments: 1, changed: 1 });
    expect([await decisions(), await rejections()]).toEqual(before);
  });
});
