import { jest } from '@jest/globals';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';

// Each test makes dozens of payments, on a machine that others use too.
jest.setTimeout(60_000);

const EFECTY = 'efecty.epayco';

/** What a drain does to payments: it stops what is new, and nothing else. */
describe('payments on a drained route', () => {
  let world: RouterWorld;

  beforeEach(async () => {
    world = await openRouterWorld();
    await world.announce(EFECTY, { offers: { cancel: true, settlement: true } });
  }, 60_000);
  afterEach(() => world?.close());

  const drain = () => world.health.drains.drain(EFECTY, 'key_1', 'wrong vouchers');
  const types = async (paymentId: string) =>
    (await world.commands(paymentId)).map((one) => one.type);

  it('that were being issued get their voucher', async () => {
    const { payment, attempt } = await world.create();
    await drain();
    await world.result(attempt, { instruction: world.voucher() });
    expect((await world.payment(payment.id)).status).toBe('awaiting_payment');
  });

  it('that were issued are paid', async () => {
    const { payment, attempt } = await world.issued();
    await drain();
    await world.fact(attempt);
    expect((await world.payment(payment.id)).status).toBe('paid');
  });

  it('whose outcome is unknown are asked about, and adopted', async () => {
    const { payment, attempt } = await world.create();
    await world.result(attempt, { outcome: 'unknown', reason: 'timeout' });
    await drain();
    await world.pass(10_000);
    expect(await types(payment.id)).toEqual(['connector.issue', 'connector.read_status']);
    await world.status(attempt, 'pending', world.voucher());
    expect((await world.payment(payment.id)).status).toBe('awaiting_payment');
  });

  it('can be cancelled, and their voucher is voided', async () => {
    const { payment } = await world.issued();
    await drain();
    await world.cancel(payment.id, 'cancel');
    expect(await types(payment.id)).toEqual(['connector.issue', 'connector.cancel']);
  });

  it('are not tried there again: they go to another route', async () => {
    await world.announce('efecty.payu');
    const { payment, attempt } = await world.create();
    await drain();
    await world.result(attempt, { outcome: 'not_sent', reason: 'busy', reroutable: true });
    expect((await world.liveAttempt(payment.id)).route).toBe('efecty.payu');
  });

  it('fail where there is no other route, and may be created again', async () => {
    const { payment, attempt } = await world.create();
    await drain();
    await world.result(attempt, { outcome: 'not_sent', reason: 'busy', reroutable: true });
    expect((await world.payment(payment.id)).status).toBe('failed');
  });

  it('are not issued by another process either, once it has looked', async () => {
    const another = world.anotherProcess();
    await drain();
    await another.step.run();
    const health = another.routes.of({ route: EFECTY, operation: 'issue' });
    expect(health.refusal).toBe('draining');
    await world.health.drains.restore(EFECTY, 'key_1', 'fixed');
    await another.step.run();
    expect(another.routes.of({ route: EFECTY, operation: 'issue' }).refusal).toBeNull();
  });

  it('are read about there while it is drained: only issuing stops', async () => {
    await drain();
    for (const operation of ['read_status', 'cancel'] as const) {
      expect(world.health.routes.of({ route: EFECTY, operation }).refusal).toBeNull();
    }
  });
});
