import { TOPICS } from '@cauce/contracts';
import { RouterApp } from '../fixtures/router-app.js';
import { openRouterWorld } from '../fixtures/router-world.js';
import { orderOnWire, routeAnnouncement } from '../fixtures/wire-builders.js';
import type { RouteView } from '../health/route-view.schema.js';
import { MISSED_AFTER_MS } from './route-absence.js';

const matching = (pattern: RegExp) => expect.stringMatching(pattern);

describe('routes that are announced no more', () => {
  let router: RouterApp;

  beforeEach(async () => {
    router = await RouterApp.open();
    await announce('efecty.payu');
  }, 60_000);
  afterEach(() => router?.close());

  async function announce(route: string): Promise<void> {
    const message = router.message('connector.route_announced', routeAnnouncement(route));
    await router.deliver(TOPICS.connectorRoutes, message);
  }

  /** The connector of efecty starts without ePayco, and announces what it still has. */
  async function takeOut(): Promise<void> {
    router.clock.advance(MISSED_AFTER_MS + 1);
    await announce('efecty.payu');
  }

  /** No connector runs. */
  const fallSilent = () => router.clock.advance(MISSED_AFTER_MS + 1);

  const reasons = async () => {
    const answer = await router.create(orderOnWire());
    const { candidates } = answer.json().routing as { candidates: { reason?: string }[] };
    return [answer.json().route, candidates.map(({ reason }) => reason)];
  };
  const methods = async () => (await router.ask('GET', '/v1/methods')).json().data as unknown[];
  const states = async () => {
    const { data } = (await router.ask('GET', '/v1/routes')).json<{ data: RouteView[] }>();
    return data.map(({ route, status, why }) => `${route} ${status} ${why.join()}`.trim());
  };
  const putRules = () => {
    const rules = [{ name: 'first', then: { prefer: ['efecty.epayco'] } }];
    const body = { rules };
    return router.ask('PUT', '/v1/routing/rules', { as: 'operator', ifMatch: '"1"', body });
  };

  it('are not chosen where the connector has taken them out, and it is said why', async () => {
    expect((await reasons())[0]).toBe('efecty.epayco');
    await takeOut();
    expect(await reasons()).toEqual(['efecty.payu', ['withdrawn', undefined]]);
    expect(await states()).toEqual(['efecty.epayco down withdrawn', 'efecty.payu up']);
  });

  it('are offered to nobody, and rules that name them are refused', async () => {
    await takeOut();
    expect(await methods()).toHaveLength(1);
    const refused = await putRules();
    expect(refused.statusCode).toBe(422);
    expect(refused.json().errors).toMatchObject([{ code: 'unknown_route' }]);
  });

  it('are waited for while their whole rail is silent: 503, and rules stay right', async () => {
    fallSilent();
    const refused = await router.create(orderOnWire());
    expect(refused.statusCode).toBe(503);
    expect(refused.json()).toMatchObject({ code: 'ROUTES_UNAVAILABLE', outcome: 'not_sent' });
    expect(router.commands).toEqual([]);
    expect(await states()).toEqual(['efecty.epayco down silent', 'efecty.payu down silent']);
    expect(await methods()).toEqual([]);
    expect((await putRules()).statusCode).toBe(200);
  });

  it('are chosen again with the first announcement of a connector that is back', async () => {
    fallSilent();
    await router.create(orderOnWire());
    await announce('efecty.payu');
    await announce('efecty.epayco');
    expect((await reasons())[0]).toBe('efecty.epayco');
    expect(await states()).toEqual(['efecty.epayco up', 'efecty.payu up']);
    expect(await methods()).toHaveLength(1);
  });
});

describe('the status of a route, to those who watch,', () => {
  it('is down while it is silent, and nothing once it was taken out', async () => {
    const world = await openRouterWorld();
    await world.announce('efecty.epayco');
    await world.announce('efecty.payu');
    world.gauges();
    world.routes.areConnectorsUp = false;
    world.clock.advance(MISSED_AFTER_MS + 1);
    const told = async () =>
      (await world.metrics.text()).match(/(?<=cauce_route_status\{route=")\S+?".*/g);
    expect(await told()).toEqual([/^efecty.epayco".* 2$/, /^efecty.payu".* 2$/].map(matching));
    await world.announce('efecty.payu');
    expect(await told()).toEqual([/^efecty.payu".* 0$/].map(matching));
    await world.close();
  }, 60_000);
});

describe('the time since a route was announced, to those who watch,', () => {
  it('begins anew with each announcement, and goes on for one that was taken out', async () => {
    const world = await openRouterWorld();
    await world.announce('efecty.epayco');
    await world.announce('efecty.payu');
    const gauges = world.gauges();
    const told = async () => {
      const ages = /(?<=cauce_route_announcement_age_seconds\{route=").*/g;
      return (await world.metrics.text()).match(ages);
    };
    world.clock.advance(MISSED_AFTER_MS + 1_000);
    await world.announce('efecty.payu');
    const withdrawn = 'efecty.epayco",rail="efecty"} 961';
    expect(await told()).toEqual([withdrawn, 'efecty.payu",rail="efecty"} 0']);
    gauges.onModuleDestroy();
    world.clock.advance(60_000);
    expect(await told()).toEqual([withdrawn, 'efecty.payu",rail="efecty"} 0']);
    await world.close();
  }, 60_000);
});

describe('what was begun on a route before its announcements ceased', () => {
  it('is asked about, and found when its connector is back', async () => {
    const world = await openRouterWorld();
    await world.announce('efecty.epayco');
    const { payment, attempt } = await world.create();
    await world.result(attempt, { outcome: 'unknown', reason: 'timeout' });
    world.routes.areConnectorsUp = false;
    await world.pass(MISSED_AFTER_MS + 1);
    const asked = (await world.commands(payment.id)).map(({ type }) => type);
    expect(asked).toEqual(['connector.issue', 'connector.read_status']);
    const unhosted = { outcome: 'not_sent', reason: 'not_hosted', reroutable: true } as const;
    await world.result(attempt, { operation: 'read_status', ...unhosted });
    expect(await world.payment(payment.id)).toMatchObject({
      status: 'processing',
      attempts: [{ status: 'unknown' }],
    });
    await world.pass(3_600_000);
    await world.status(attempt, 'pending', world.voucher());
    expect((await world.payment(payment.id)).status).toBe('awaiting_payment');
    await world.close();
  }, 60_000);
});
