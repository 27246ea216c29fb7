import { newId } from '@cauce/config';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';

type Made = Awaited<ReturnType<RouterWorld['create']>>;

/** A merchant's own reference: one payment that is open or has money; and no obstacle for money, ever. */
describe('a reference', () => {
  let world: RouterWorld;

  beforeAll(async () => {
    world = await openRouterWorld();
    await world.announce('efecty.epayco');
  }, 60_000);
  afterAll(() => world?.close());

  const money = () => ({ providerTransactionId: newId('t') });
  async function issuedWith(body: ReturnType<RouterWorld['order']>): Promise<Made> {
    const { payment } = await world.createWith(newId('idem'), body);
    const attempt = await world.liveAttempt(payment.id);
    await world.result(attempt, { outcome: 'done', instruction: world.voucher() });
    return { payment, attempt };
  }
  const again = (body: ReturnType<RouterWorld['order']>) => world.createWith(newId('idem'), body);

  /** How a payment comes to its end without money, or without it any more. */
  const ENDS: Record<string, (made: Made) => Promise<unknown>> = {
    expired: ({ attempt }) => world.fact(attempt, { kind: 'expired' }),
    cancelled: ({ payment }) => world.cancel(payment.id, newId('idem')),
    failed: ({ attempt }) => world.fact(attempt, { kind: 'rejected' }),
    reversed: async ({ attempt }) => {
      const back = money();
      await world.fact(attempt, back);
      await world.fact(attempt, { ...back, kind: 'reversed' });
    },
  };

  describe.each(Object.keys(ENDS))('of a payment that is %s', (end) => {
    async function ended() {
      const body = world.order();
      const first = await issuedWith(body);
      await ENDS[end]?.(first);
      expect((await world.payment(first.payment.id)).status).toBe(end);
      return { body, first };
    }

    it('is free for a new payment', async () => {
      const { body, first } = await ended();
      expect((await again(body)).payment.id).not.toBe(first.payment.id);
    });

    it('that a new payment has: the first one takes late money all the same', async () => {
      const { body, first } = await ended();
      const second = await issuedWith(body);
      await world.fact(first.attempt, money());
      expect(await world.payment(first.payment.id)).toMatchObject({ status: 'paid', late: true });
      expect((await world.payment(second.payment.id)).status).toBe('awaiting_payment');
    });

    it('that a new payment has: both are paid, in part and in full, whichever comes first', async () => {
      const { body, first } = await ended();
      const second = await issuedWith(body);
      await world.fact(second.attempt, money());
      const part = { minor: 100n, currency: 'COP' };
      await world.fact(first.attempt, { ...money(), amount: part });
      expect((await world.payment(first.payment.id)).status).toBe('partially_paid');
      await world.fact(first.attempt, { ...money(), amount: { ...part, minor: 8_499_900n } });
      expect((await world.payment(first.payment.id)).status).toBe('paid');
      expect((await world.payment(second.payment.id)).status).toBe('paid');
    });

    it('is in use again once late money has come, and by nobody else', async () => {
      const { body, first } = await ended();
      await world.fact(first.attempt, money());
      await expect(again(body)).rejects.toMatchObject({
        code: 'REFERENCE_IN_USE',
        message: expect.stringContaining(first.payment.id),
      });
    });
  });

  it.each(['processing', 'awaiting_payment', 'partially_paid', 'paid'])(
    'of a payment that is %s is in use, and the refusal names it',
    async (status) => {
      const body = world.order();
      const { payment } = await again(body);
      const attempt = await world.liveAttempt(payment.id);
      if (status !== 'processing') {
        await world.result(attempt, { outcome: 'done', instruction: world.voucher() });
      }
      const amount = { minor: status === 'paid' ? 8_500_000n : 100n, currency: 'COP' };
      if (status.endsWith('paid')) await world.fact(attempt, { ...money(), amount });
      expect((await world.payment(payment.id)).status).toBe(status);
      await expect(again(body)).rejects.toMatchObject({
        code: 'REFERENCE_IN_USE',
        message: expect.stringContaining(payment.id),
      });
    },
  );

  it('names the payment that has it, not a later one that is over', async () => {
    const body = world.order();
    const first = await issuedWith(body);
    await ENDS['expired']?.(first);
    const second = await issuedWith(body);
    await ENDS['cancelled']?.(second);
    await world.fact(first.attempt, money());
    await expect(again(body)).rejects.toMatchObject({
      message: expect.stringContaining(first.payment.id),
    });
  });
});
