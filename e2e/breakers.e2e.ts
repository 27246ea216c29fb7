import { randomUUID } from 'node:crypto';
import { orderBody, until, type Payment } from './api-client.js';
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

/** Budget of one issue call in this story. */
const CALL_MS = 2_500;

/** When a provider that is slow but well answers: with time to spare on both sides, for a machine that is busy. */
const SLOW_MS = 1_500;

/** Between two payments: twenty a second. */
const PACE_MS = 50;

/** Calls that have to end before a breaker decides. */
const DECIDING_CALLS = 20;

/** Twice the calls that decide: more must not reach a provider once its first time-out is known. */
const MOST_CALLS = 2 * DECIDING_CALLS;

/** Probes of the whole fleet at once. */
const MOST_PROBES = 3;

/** Calls that a provider may get, while it fails, for each payment that is sent there. */
const MOST_CALLS_EACH = 1.2;

describe('a provider that stops answering', () => {
  let cauce: CauceProcess;
  let payments = 0;
  /** Payments that were sent to a provider that did not answer. */
  const lost: string[] = [];

  beforeAll(async () => {
    cauce = await CauceProcess.start({
      CAUCE_EFECTY_PROTOCOLS: 'epayco,mercadopago',
      CAUCE_EPAYCO_TIMEOUT_SECONDS: String(CALL_MS / 1000),
      // Many are asked about at once here: as often as in other stories would be too much for one machine.
      CAUCE_RESOLVE_SCHEDULE_SECONDS: '1,1,2',
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

  const createMany = (count: number, prefer?: string) =>
    Promise.all(Array.from({ length: count }, () => create(prefer)));

  const route = (name: string) => cauce.api('operator').get<Route>(`/v1/routes/${name}`);
  const breaker = async () => (await route(EPAYCO)).breakers['issue'];

  const becomes = (state: string) =>
    until(breaker, (known) => known?.state === state).then((known) => known?.openings ?? 0);

  const post = (path: string, body: unknown) =>
    cauce.api('operator').call<Route>('POST', `/v1/routes/${path}`, { body });

  const calls = (protocol = 'epayco') => cauce.sandbox.issueCalls(protocol);
  const answered = () => until(calls, ({ inFlight }) => inFlight === 0);

  /** The reason why a route was passed over, as the payment tells it. */
  function reason(payment: Payment, name: string): string | undefined {
    const candidates: readonly { route: string; reason?: string }[] = payment.routing.candidates;
    return candidates.find((one) => one.route === name)?.reason;
  }

  /** Calls to ePayco that came to this; its breaker takes `unknown` for a failure. */
  const ended = (outcome: string) =>
    cauce
      .api()
      .metric(`cauce_route_calls_total{route="${EPAYCO}",operation="issue",outcome="${outcome}"}`);

  /**
   * Creates payments, one after another, until the breaker of ePayco turns one away.
   *
   * @returns that one, and the calls that ePayco got from when its first time-out was known
   */
  async function createUntilOpen() {
    const failed = await ended('unknown');
    let receivedBefore: number | null = null;
    for (;;) {
      const at = performance.now();
      const payment = await create();
      await until(
        async () => performance.now(),
        (now) => now >= at + PACE_MS,
      );
      if (reason(payment, EPAYCO) === 'breaker_open') {
        const { received } = await calls();
        return { turnedAway: payment, callsSince: received - (receivedBefore ?? 0) };
      }
      lost.push(payment.id);
      if (receivedBefore === null && (await ended('unknown')) > failed) {
        receivedBefore = (await calls()).received;
      }
      if (lost.length > 500) throw new Error('the breaker does not open');
    }
  }

  it('is not called any more within twice twenty calls, and the other one serves', async () => {
    await answered();
    await cauce.sandbox.issueCalls('epayco', { isReset: true });
    await cauce.sandbox.fault('issue', 'drop_request', { count: 100_000 });
    const { turnedAway, callsSince } = await createUntilOpen();
    expect(callsSince).toBeGreaterThan(0);
    expect(callsSince).toBeLessThanOrEqual(MOST_CALLS);
    const { status, events } = await route(EPAYCO);
    expect(status).not.toBe('up');
    expect(
      events.some(({ kind, reason: why }) => kind === 'breaker_opened' && why === 'failures'),
    ).toBe(true);

    // How soon others are served, bench/outage.ts tells.
    expect(turnedAway.route).toBe(MERCADOPAGO);
    await cauce.api().paymentWithStatus(turnedAway.id, 'awaiting_payment');
  }, 90_000);

  it('is probed by three calls at most, and opens again when they fail', async () => {
    const openings = await becomes('half_open');
    const probes = (await createMany(12)).filter((one) => one.route === EPAYCO);
    lost.push(...probes.map(({ id }) => id));
    // Payments that are sent anew may take the places of probes.
    expect(probes.length).toBeLessThanOrEqual(MOST_PROBES);
    await until(breaker, (known) => (known?.openings ?? 0) > openings);
    // The event is written after the breaker has opened in the process.
    await until(
      async () => (await route(EPAYCO)).events,
      (events) => events.some((event) => event.reason === 'probe_failed'),
    );
  }, 60_000);

  it('gets no more than a fifth of calls on top, over the whole outage', async () => {
    for (const id of lost) await cauce.api().paymentWithStatus(id, 'awaiting_payment', 60_000);
    await answered();
    const { received } = await calls();
    expect(received).toBeGreaterThanOrEqual(lost.length);
    expect(received).toBeLessThanOrEqual(lost.length * MOST_CALLS_EACH);
  }, 90_000);

  it('is called again once three probes have succeeded', async () => {
    await cauce.sandbox.clearFaults();
    await until(
      async () => {
        await create('wait=5');
        return breaker();
      },
      (known) => known?.state === 'closed',
      40_000,
    );
    // The event is written after the breaker has closed in the process.
    const { status } = await until(
      () => route(EPAYCO),
      ({ events }) => events[0]?.reason === 'probes_succeeded',
    );
    expect(status).not.toBe('down');
    expect((await create('wait=10')).route).toBe(EPAYCO);
    await expectOneVoucherEach(cauce.sandbox, payments);
  }, 60_000);

  it('costs the one call that it does not answer, and none of twenty beside it', async () => {
    await cauce.sandbox.fault('issue', 'slow', { delayMs: 2 * CALL_MS });
    const slow = await create();
    for (const payment of await createMany(20, 'wait=10')) {
      expect(payment).toMatchObject({ status: 'awaiting_payment', route: EPAYCO });
    }
    await cauce.api().paymentWithStatus(slow.id, 'awaiting_payment', 30_000);
  }, 60_000);

  it('is not judged by callers that go away', async () => {
    await answered();
    const before = { breaker: await breaker(), failures: await ended('unknown') };
    const { received } = await cauce.sandbox.issueCalls('epayco', { isReset: true });
    expect(received).toBe(0);
    await cauce.sandbox.fault('issue', 'slow', { delayMs: SLOW_MS, count: MOST_CALLS });
    const orders = Array.from({ length: MOST_CALLS }, () => ({
      body: orderBody(),
      headers: { 'idempotency-key': randomUUID(), prefer: 'wait=10' },
    }));
    const caller = new AbortController();
    const { signal } = caller;
    const asked = Promise.allSettled(
      orders.map((order) => cauce.api().call('POST', '/v1/payments', { ...order, signal })),
    );
    await until(calls, (count) => count.received === MOST_CALLS);
    caller.abort();
    const gone = (await asked).filter(({ status }) => status === 'rejected');
    expect(gone.length).toBeGreaterThanOrEqual(DECIDING_CALLS);
    payments += orders.length;
    await answered();
    for (const order of orders) {
      // Until the first request is over, another one with its key is told to wait.
      const { body } = await until(
        () => cauce.api().call<Payment>('POST', '/v1/payments', order),
        ({ status }) => status < 400,
      );
      const payment = await cauce.api().paymentWithStatus(body.id, 'awaiting_payment');
      expect(payment.attempts).toMatchObject([{ route: EPAYCO, outcome: 'done' }]);
    }
    expect({ breaker: await breaker(), failures: await ended('unknown') }).toEqual(before);
    await expectOneVoucherEach(cauce.sandbox, payments);
  }, 60_000);

  it('is not judged by what it refuses', async () => {
    // So many failures would open it, whatever is left in its window.
    const count = (await ended('done')) + DECIDING_CALLS;
    const refusedBefore = await ended('rejected');
    const before = { breaker: await breaker(), failures: await ended('unknown') };
    await cauce.sandbox.fault('issue', 'reject', { count });
    await createMany(count, 'wait=10');
    await until(
      () => ended('rejected'),
      (refused) => refused === refusedBefore + count,
    );
    expect({ breaker: await breaker(), failures: await ended('unknown') }).toEqual(before);
    await cauce.sandbox.clearFaults();
  }, 60_000);

  it('is drained while it issues: what it issued and what it issues is paid', async () => {
    const issued = await create('wait=10');
    await answered();
    await cauce.sandbox.fault('issue', 'slow', { delayMs: SLOW_MS });
    const issuing = await create();
    await until(calls, ({ inFlight }) => inFlight === 1);
    await post(`${EPAYCO}/drain`, { reason: 'a story' });
    expect(await create('wait=10')).toMatchObject({ route: MERCADOPAGO });
    for (const { id } of [issued, issuing]) {
      const payable = await cauce.api().paymentWithStatus(id, 'awaiting_payment');
      expect(payable.attempts).toMatchObject([{ route: EPAYCO }]);
      await cauce.sandbox.pay(payable.instruction?.code ?? '');
      await cauce.api().paymentWithStatus(id, 'paid');
    }
    await post(`${EPAYCO}/restore`, { reason: 'over' });
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
