import { orderBody, until, type Payment } from './api-client.js';
import { CauceProcess } from './cauce-process.js';
import { expectOneVoucherEach } from './invariants.js';

const EPAYCO = 'efecty.epayco';

/** Calls that have to end before a breaker decides, and probes that have to succeed before it closes. */
const DECIDING_CALLS = 20;
const PROBES_TO_CLOSE = 3;

/** Longer than anything here: the answer is let go by hand. */
const HELD_MS = 600_000;

describe('a provider that answers a call from before its breaker opened', () => {
  let cauce: CauceProcess;
  let payments = 0;

  beforeAll(async () => {
    cauce = await CauceProcess.start({
      CAUCE_EFECTY_PROTOCOLS: 'epayco,mercadopago',
      // The held call is in flight until its breaker is half-open, also on a machine that is busy.
      CAUCE_EPAYCO_TIMEOUT_SECONDS: '20',
      CAUCE_RESOLVE_SCHEDULE_SECONDS: '1,1,2',
      CAUCE_BREAKER_OPEN_SECONDS: '1',
      CAUCE_BREAKER_MAX_OPEN_SECONDS: '2',
    });
    await until(
      async () => (await create()).routing.candidates.length,
      (count) => count === 2,
    );
  }, 90_000);
  afterAll(() => cauce?.stop());

  async function create(prefer = 'wait=10'): Promise<Payment & { route: string }> {
    // A busy machine may have to be asked again, with the same key.
    const order = orderBody();
    const headers = { prefer, 'idempotency-key': String(order['reference']) };
    const ask = () => cauce.api().create(order, headers);
    const { body } = await until(ask, ({ status }) => status < 400);
    payments += 1;
    return body as Payment & { route: string };
  }

  const state = async () => {
    const { breakers } = await cauce
      .api('operator')
      .get<{ breakers: Record<string, { state: string }> }>(`/v1/routes/${EPAYCO}`);
    return breakers['issue']?.state;
  };
  const becomes = (wanted: string) => until(state, (known) => known === wanted);

  const issue = `route="${EPAYCO}",operation="issue"`;
  const waiting = () => cauce.api().metric(`cauce_route_calls_in_flight{${issue}}`);
  const done = () => cauce.api().metric(`cauce_route_calls_total{${issue},outcome="done"}`);
  const probed = () => cauce.api().metric(`cauce_breaker_probes_total{${issue},result="success"}`);

  it('is probed three times all the same, and lost replies are found', async () => {
    const calls = () => cauce.sandbox.issueCalls('epayco');
    await until(calls, ({ inFlight }) => inFlight === 0);
    await cauce.sandbox.issueCalls('epayco', { isReset: true });
    await cauce.sandbox.fault('issue', 'slow', { delayMs: HELD_MS });
    const stale = await create('wait=0');
    await until(calls, ({ received }) => received === 1);
    await cauce.sandbox.fault('issue', 'reset', { count: 100_000 });
    const unheard: Payment[] = [];
    while ((await state()) === 'closed') {
      const asked = Array.from({ length: DECIDING_CALLS }, () => create('wait=0'));
      unheard.push(...(await Promise.all(asked)));
    }
    await becomes('half_open');
    // Calls that were sent while it opened are over too; the held one is not.
    await until(calls, ({ inFlight }) => inFlight === 1);
    await until(waiting, (count) => count === 1);

    const doneBefore = await done();
    await cauce.sandbox.clearFaults();
    await cauce.api().paymentWithStatus(stale.id, 'awaiting_payment');
    await until(done, (count) => count === doneBefore + 1);
    expect(await probed()).toBe(0);
    for (let probe = 1; probe <= PROBES_TO_CLOSE; probe += 1) {
      expect(await state()).toBe('half_open');
      expect(await create()).toMatchObject({ route: EPAYCO });
      await until(probed, (count) => count === probe);
    }
    await becomes('closed');

    for (const { id } of unheard) {
      const found = await cauce.api().paymentWithStatus(id, 'awaiting_payment', 60_000);
      // On a busy machine a call may come too late to be made; what was made is not made again.
      const before = found.attempts.slice(0, -1).map(({ outcome }) => outcome);
      expect(before.filter((outcome) => outcome !== 'not_sent')).toEqual([]);
    }
    await expectOneVoucherEach(cauce.sandbox, payments);
  }, 120_000);
});
