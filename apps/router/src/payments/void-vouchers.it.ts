import type { ConnectorResult } from '@cauce/contracts';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Vouchers that were given up, on a real PostgreSQL; the test plays the connector's part. */
describe('a voucher that was given up', () => {
  let world: RouterWorld;
  let key = 0;

  beforeAll(async () => {
    world = await openRouterWorld();
    await world.announce('efecty.epayco', { offers: { cancel: true, settlement: true } });
  }, 60_000);
  afterAll(() => world?.close());

  /** Attempts whose voiding was asked for, one for each time. */
  async function asked(paymentId: string): Promise<unknown[]> {
    const commands = await world.commands(paymentId);
    return commands
      .filter(({ type }) => type === 'connector.cancel')
      .map(({ data }) => data['attemptId']);
  }

  async function cancelled() {
    const made = await world.issued();
    await world.cancel(made.payment.id, `void-${(key += 1)}`);
    return made;
  }

  const answer = (outcome: ConnectorResult['outcome'], reason: string | null) => ({
    ...{ operation: 'cancel' as const, outcome, reason },
  });

  it.each<[ConnectorResult['outcome'], string | null, number]>([
    ['done', null, 1],
    ['rejected', 'provider_rejected', 1],
    ['rejected', 'maintenance', 2],
    ['not_sent', 'busy', 2],
    ['unknown', 'timeout', 2],
  ])('after the answer %s (%s) was asked for %i times', async (outcome, reason, times) => {
    const { payment, attempt } = await cancelled();
    await world.result(attempt, answer(outcome, reason));
    await world.pass(MINUTE_MS);
    expect(await asked(payment.id)).toEqual(Array.from({ length: times }, () => attempt.id));
    expect((await world.payment(payment.id)).status).toBe('cancelled');
  });

  it('is asked for again when nobody answers, less and less often, until it is done', async () => {
    const { payment, attempt } = await cancelled();
    const counts: number[] = [];
    for (const minutes of [1, 4, 1, 29, 1]) {
      await world.pass(minutes * MINUTE_MS);
      counts.push((await asked(payment.id)).length);
    }
    expect(counts).toEqual([2, 2, 3, 3, 4]);
    await world.result(attempt, answer('done', null));
    await world.pass(DAY_MS);
    expect(await asked(payment.id)).toHaveLength(4);
  });

  it('is not asked for after its end', async () => {
    const { payment } = await cancelled();
    for (let day = 0; day < 20; day += 1) await world.pass(DAY_MS / 2);
    const count = (await asked(payment.id)).length;
    expect(count).toBeLessThanOrEqual(12);
    await world.pass(10 * DAY_MS);
    expect(await asked(payment.id)).toHaveLength(count);
  });

  it('is not asked for once it is paid late, and again when that is taken back', async () => {
    const { payment, attempt } = await cancelled();
    await world.fact(attempt);
    await world.pass(DAY_MS);
    expect(await asked(payment.id)).toHaveLength(1);
    await world.fact(attempt, { kind: 'reversed' });
    expect(await asked(payment.id)).toHaveLength(2);
    expect((await world.payment(payment.id)).status).toBe('reversed');
  });

  it('is voided when it turns up beside another one', async () => {
    const { payment, attempt } = await world.create();
    await world.result(attempt, { outcome: 'unknown', reason: 'timeout' });
    await world.pass(2 * MINUTE_MS);
    for (let count = 0; count < 3; count += 1) await world.status(attempt, 'absent');
    const second = await world.liveAttempt(payment.id);
    await world.result(second, { outcome: 'done', instruction: world.voucher('222') });
    await world.result(attempt, { outcome: 'done', instruction: world.voucher('111') });
    expect(await asked(payment.id)).toEqual([attempt.id]);
    await world.result(attempt, answer('done', null));
    expect(await world.payment(payment.id)).toMatchObject({ instruction: { code: '222' } });
  });
});
