import { jest } from '@jest/globals';
import { eventually } from '@cauce/testing';
import type { ConnectorResult } from '@cauce/contracts';
import { RouterApp } from '../fixtures/router-app.js';
import { orderOnWire, voucher } from '../fixtures/wire-builders.js';
import type { RouteDetailView, RouteView } from './route-view.schema.js';

// Each test makes dozens of payments, on a machine that others use too.
jest.setTimeout(60_000);

const PATH = '/v1/routes/efecty.epayco';

/** The health of a route as HTTP shows it, while the test plays a provider in trouble. */
describe('a route in trouble', () => {
  let router: RouterApp;

  beforeEach(async () => {
    router = await RouterApp.open();
  }, 60_000);
  afterEach(() => router?.close());

  const read = async () =>
    (await router.ask('GET', PATH, { as: 'operator' })).json<RouteDetailView>();

  async function calls(count: number, answer: Partial<ConnectorResult>): Promise<void> {
    router.answer = () => answer;
    for (let call = 0; call < count; call += 1) {
      const { statusCode } = await router.create(orderOnWire(), { prefer: 'wait=0' });
      expect([201, 202]).toContain(statusCode);
    }
    await eventually(async () => (await read()).inFlight === 0);
  }
  const timeouts = (count: number) =>
    calls(count, { outcome: 'unknown', reason: 'timeout', countsAgainstHealth: true });
  const vouchers = (count: number) => calls(count, { instruction: voucher() });

  it('is down while its breaker is open, with the time of the next probe', async () => {
    await timeouts(20);
    const route = await read();
    expect(route).toMatchObject({ status: 'down', why: ['breaker_open'] });
    expect(route.breakers.issue).toMatchObject({
      state: 'open',
      openings: 1,
      since: router.clock.now().toISOString(),
    });
    const until = new Date(route.breakers.issue.openUntil ?? 0).getTime();
    expect(until - router.clock.now().getTime()).toBeGreaterThanOrEqual(8_000);
    expect(until - router.clock.now().getTime()).toBeLessThanOrEqual(12_000);
  });

  it('says who opened it and why: the process, and the failures', async () => {
    await timeouts(20);
    // The event is written after the breaker has opened in the process.
    await eventually(async () => (await read()).events.length > 0);
    const [event] = (await read()).events;
    expect(event).toMatchObject({
      kind: 'breaker_opened',
      operation: 'issue',
      reason: 'failures',
      actor: expect.stringMatching(/^prc_/),
      details: { openings: 1 },
    });
  });

  it('is degraded while it is probed, and up once three probes have succeeded', async () => {
    await timeouts(20);
    router.clock.advance(300_001);
    expect(await read()).toMatchObject({ status: 'degraded', why: ['probing'] });
    for (let probe = 0; probe < 3; probe += 1) await vouchers(1);
    await eventually(async () => (await read()).status === 'up');
    await eventually(async () => (await read()).events.length > 1);
    expect((await read()).events[0]).toMatchObject({
      kind: 'breaker_closed',
      reason: 'probes_succeeded',
    });
  });

  it('is degraded when a fifth of its calls fail, which opens no breaker', async () => {
    await vouchers(16);
    await timeouts(4);
    await eventually(async () => (await read()).issuance?.calls === 20);
    expect(await read()).toMatchObject({
      status: 'degraded',
      why: ['issues_badly'],
      issuance: { calls: 20, rate: 0.8 },
    });
  });

  it('is up for payers whom it refuses: that is not its trouble', async () => {
    const refused = { outcome: 'rejected', reason: 'payer_rejected' } as const;
    await calls(30, { ...refused, countsAgainstHealth: false });
    expect(await read()).toMatchObject({ status: 'up', why: [], issuance: null });
  });

  it('is shown to merchants in the list, with its reason', async () => {
    await timeouts(20);
    const { data } = (await router.ask('GET', '/v1/routes')).json<{ data: RouteView[] }>();
    expect(data).toMatchObject([{ status: 'down', why: ['breaker_open'] }]);
  });

  it('is described in OpenAPI, and what can be done to it', async () => {
    const { paths } = (await router.ask('GET', '/openapi.json', { as: null })).json<{
      paths: Record<string, Record<string, unknown>>;
    }>();
    expect(Object.keys(paths).filter((path) => path.startsWith('/v1/routes'))).toEqual([
      '/v1/routes',
      '/v1/routes/{route}',
      '/v1/routes/{route}/drain',
      '/v1/routes/{route}/restore',
      '/v1/routes/{route}/maintenance',
      '/v1/routes/{route}/maintenance/{id}/cancel',
    ]);
  });
});
