import { TOPICS } from '@cauce/contracts';
import { RouterApp } from '../fixtures/router-app.js';
import { orderOnWire, routeAnnouncement } from '../fixtures/wire-builders.js';

describe('the banks of PSE', () => {
  let router: RouterApp;
  const list = [{ code: '1007', name: 'BANCOLOMBIA' }];
  const refreshedAt = new Date('2026-11-20T11:00:00Z');

  beforeAll(async () => {
    router = await RouterApp.open();
  }, 60_000);
  afterAll(() => router?.close());

  it('are not known before a connector has told of them, and then listed and asked for', async () => {
    const read = () => router.ask('GET', '/v1/methods/pse/banks');
    const unknown = await read();
    expect(unknown.statusCode).toBe(503);
    expect(unknown.json()).toMatchObject({ code: 'BANKS_UNKNOWN' });

    const announcement = routeAnnouncement('pse.avanza', { banks: { list, refreshedAt } });
    const message = router.message('connector.route_announced', announcement);
    await router.deliver(TOPICS.connectorRoutes, message);
    expect((await read()).json()).toEqual({ data: list, refreshedAt: refreshedAt.toISOString() });

    const refused = await router.create({ ...orderOnWire(), methods: ['pse'], bank: '1051' });
    expect(refused.statusCode).toBe(400);
    expect(refused.json()).toMatchObject({
      code: 'INVALID_REQUEST',
      errors: [{ pointer: '/returnUrl' }, { pointer: '/bank' }],
    });
  });
});
