import { CauceProcess } from './cauce-process.js';
import { expectOneVoucherEach } from './invariants.js';

const REQUESTS = 60;

/** What a provider that fails may get for each request: the first try, and a fifth of it as retries. */
const MOST_CALLS_EACH = 1.2;

/** Attempts that a payment may have. */
const MOST_ATTEMPTS = 3;

describe('the only route of a rail, whose provider lets nobody in', () => {
  let cauce: CauceProcess;

  beforeAll(async () => {
    cauce = await CauceProcess.start({
      CAUCE_EFECTY_PROTOCOLS: 'epayco',
      // The breaker would end the story after twenty calls: here the budget of retries is alone.
      CAUCE_BREAKERS: 'dry_run',
      // Nor are payments polled that a busy machine takes long to fail.
      CAUCE_POLL_SCHEDULE_SECONDS: '3600',
    });
  }, 90_000);
  afterAll(() => cauce?.stop());

  it('gets no more than a fifth more calls than there are requests, and payments fail', async () => {
    await cauce.sandbox.fault('login', 'http_500', { count: MOST_ATTEMPTS * REQUESTS });
    await cauce.sandbox.calls('epayco', 'login', { isReset: true });
    const attempts: number[] = [];
    for (let request = 0; request < REQUESTS; request += 1) {
      const { status, body } = await cauce.api().create({}, { prefer: 'wait=20' });
      expect([status, body.status]).toEqual([201, 'failed']);
      attempts.push(body.attempts.length);
    }
    const { received } = await cauce.sandbox.calls('epayco', 'login');
    expect(received).toBe(attempts.reduce((sum, one) => sum + one, 0));
    expect(received).toBeGreaterThan(REQUESTS);
    expect(received).toBeLessThanOrEqual(MOST_CALLS_EACH * REQUESTS);
    expect((await cauce.sandbox.issueCalls('epayco')).received).toBe(0);
    await expectOneVoucherEach(cauce.sandbox, 0);
  }, 120_000);
});
