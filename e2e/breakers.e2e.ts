import { until, type Payment } from './api-client.js';
import { CauceProcess } from './cauce-process.js';
import { expectEveryPesoOwned, expectOneVoucherEach } from './invariants.js';

/** What stories read of `GET /v1/routes/{route}`. */
interface Route {
  readonly status: string;
  readonly why: readonly string[];
  readonly breakers: Record<string, { state: string; openings: number }>;
  readonly events: readonly { kind: string; reason: string; actor: string }[];
}

const EPAYCO = 'efecty.epayco';
const MERCADOPAGO = 'efecty.mercadopago';

/** Budget of one issue call in these stories, as their providers are configured. */
const CALL_MS = 1_500;

/** Between two payments: twenty a second. */
const PACE_MS = 50;

/** Twice the calls that decide: more must not reach a provider once its first time-out is known. */
const MOST_CALLS = 40;

/** Probes of the whole fleet at once. */
const MOST_PROBES = 3;

describe('a provider that stops answering', () => {
  let cauce: CauceProcess;
  let payments = 0;
  /** Payments whose replies were lost, or that came after the breaker had opened. */
  const lost: string[] = [];

  beforeAll(async () => {
    cauce = await CauceProcess.start({
      CAUCE_EFECTY_PROTOCOLS: 'epayco,mercadopago',
      // Many are asked about at once here: as often as in other stories would be too much for one machine.
      CAUCE_RESOLVE_SCHEDULE_SECONDS: '1,3,6',
      CAUCE_BREAKER_OPEN_SECONDS: '1',
      CAUCE_BREAKER_MAX_OPEN_SECONDS: '2',
      // The story is about the breaker, and must not be about the compartment.
      CAUCE_ROUTE_CALLS: '1000',
    });
    await until(
      async () => (await create()).routing.candidates.length,
      (count) => count === 2,
    );
  }, 90_000);
  afterAll(() => cauce?.stop());

  async function create(prefer = 'wait=0'): Promise<Payment & { route: string }> {
    const { status, body } = await cauce.api().create({}, { prefer });
    if (status >= 400) throw new Error(`not created: ${status} ${JSON.stringify(body)}`);
    payments += 1;
    return body as Payment & { route: string };
  }

  const route = (name: string) => cauce.api('operator').get<Route>(`/v1/routes/${name}`);

  const post = (path: string, body: unknown) =>
    cauce.api('operator').call<Route>('POST', `/v1/routes/${path}`, { body });

  /** The reason why a route was passed over, as the payment tells it. */
  function reason(payment: Payment, name: string): string | undefined {
    const candidates: readonly { route: string; reason?: string }[] = payment.routing.candidates;
    return candidates.find((one) => one.route === name)?.reason;
  }

  /** Creates payments, one after another, until the breaker of ePayco turns them away. */
  async function createUntilOpen(): Promise<{ ids: string[]; callsAfterFirstTimeout: number }> {
    const ids: string[] = [];
    const startedAt = performance.now();
    let callsAfterFirstTimeout = 0;
    for (;;) {
      const at = performance.now() - startedAt;
      const payment = await create();
      await until(
        async () => performance.now() - startedAt,
        (now) => now >= at + PACE_MS,
      );
      ids.push(payment.id);
      if (reason(payment, EPAYCO) === 'breaker_open') return { ids, callsAfterFirstTimeout };
      if (at > CALL_MS) callsAfterFirstTimeout += 1;
      if (at > 30_000) throw new Error('the breaker has not opened in half a minute');
    }
  }

  it('is not called any more within twice twenty calls, and the other one serves', async () => {
    await cauce.sandbox.fault('issue', 'drop_reply', { count: 100_000 });
    const { ids, callsAfterFirstTimeout } = await createUntilOpen();
    lost.push(...ids);
    expect(callsAfterFirstTimeout).toBeLessThanOrEqual(MOST_CALLS);
    const { status, breakers, events } = await route(EPAYCO);
    expect(status).not.toBe('up');
    expect(breakers['issue']?.state).not.toBe('closed');
    expect(
      events.some(({ kind, reason: why }) => kind === 'breaker_opened' && why === 'failures'),
    ).toBe(true);

    // How soon others are served, bench/outage.ts tells.
    const served = await create('wait=10');
    expect(served).toMatchObject({ status: 'awaiting_payment', route: MERCADOPAGO });
  }, 90_000);

  it('is probed by three calls at most, and opens again when they fail', async () => {
    await until(
      async () => (await route(EPAYCO)).breakers['issue']?.state,
      (state) => state === 'half_open',
    );
    const openings = (await route(EPAYCO)).breakers['issue']?.openings ?? 0;
    const created = await Promise.all(Array.from({ length: 12 }, () => create()));
    const probes = created.filter((one) => one.route === EPAYCO);
    expect(probes.length).toBeGreaterThan(0);
    expect(probes.length).toBeLessThanOrEqual(MOST_PROBES);
    await until(
      async () => (await route(EPAYCO)).breakers['issue']?.openings ?? 0,
      (count) => count > openings,
    );
    // The event is written after the breaker has opened in the process.
    await until(
      async () => (await route(EPAYCO)).events,
      (events) => events.some((event) => event.reason === 'probe_failed'),
    );
  }, 60_000);

  it('is called again once three probes have succeeded', async () => {
    await cauce.sandbox.clearFaults();
    await until(
      async () => {
        await create('wait=5');
        return route(EPAYCO);
      },
      ({ breakers }) => breakers['issue']?.state === 'closed',
      40_000,
    );
    const { status, events } = await route(EPAYCO);
    expect(status).not.toBe('down');
    expect(events[0]).toMatchObject({ kind: 'breaker_closed', reason: 'probes_succeeded' });
    expect((await create('wait=10')).route).toBe(EPAYCO);
  }, 60_000);

  it('loses no voucher of which it told nothing: each is found, and nobody was sent elsewhere', async () => {
    expect(lost.length).toBeGreaterThan(20);
    for (const id of lost) {
      const found = await cauce.api().paymentWithStatus(id, 'awaiting_payment', 60_000);
      expect(found.attempts).toHaveLength(1);
    }
    await expectOneVoucherEach(cauce.sandbox, payments);
  }, 120_000);

  it('costs the one call that it does not answer, and none of twenty beside it', async () => {
    await cauce.sandbox.fault('issue', 'slow', { delayMs: CALL_MS + 1_000 });
    const slow = await create();
    const healthy = await Promise.all(Array.from({ length: 20 }, () => create('wait=10')));
    for (const payment of healthy) {
      expect(payment).toMatchObject({ status: 'awaiting_payment', route: EPAYCO });
    }
    await cauce.api().paymentWithStatus(slow.id, 'awaiting_payment', 30_000);
  }, 60_000);

  it('is not judged by what it refuses', async () => {
    const before = (await route(EPAYCO)).breakers['issue'];
    await cauce.sandbox.fault('issue', 'reject', { count: 30 });
    for (let call = 0; call < 30; call += 1) await create('wait=10');
    expect((await route(EPAYCO)).breakers['issue']).toEqual(before);
    await cauce.sandbox.clearFaults();
  }, 60_000);

  it('is drained by an operator, and with it the last route: 503, and nothing is sent', async () => {
    for (const name of [EPAYCO, MERCADOPAGO]) {
      const drained = await post(`${name}/drain`, { reason: 'a story' });
      expect(drained).toMatchObject({ status: 200, body: { status: 'down' } });
    }
    const issuedBefore = (await cauce.sandbox.journal()).length;
    for (let call = 0; call < 50; call += 1) {
      const refused = await cauce.api().create();
      expect(refused).toMatchObject({
        status: 503,
        body: { code: 'ROUTES_UNAVAILABLE', outcome: 'not_sent', retryable: true },
      });
    }
    expect((await cauce.sandbox.journal()).length).toBe(issuedBefore);
    for (const name of [EPAYCO, MERCADOPAGO]) await post(`${name}/restore`, { reason: 'over' });
    expect(await create('wait=10')).toMatchObject({ status: 'awaiting_payment', route: EPAYCO });
  }, 60_000);

  it('leaves one voucher for each payment, and every peso owned', async () => {
    await expectOneVoucherEach(cauce.sandbox, payments);
    await expectEveryPesoOwned(cauce.api('operator'), cauce.sandbox);
  }, 60_000);
});
