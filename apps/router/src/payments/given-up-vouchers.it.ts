import { newId } from '@cauce/config';
import { openRouterWorld, type KnownAttempt, type RouterWorld } from '../fixtures/router-world.js';

const MINUTE_MS = 60_000;
const DUE = 8_500_000n;

/** Two attempts of one payment on a real PostgreSQL: the first was proved absent, and turns up all the same. */
describe('when the money of an orphan pays the payment,', () => {
  let world: RouterWorld;

  beforeAll(async () => {
    world = await openRouterWorld();
    await offer(true);
  }, 60_000);
  afterAll(() => world?.close());

  async function offer(cancel: boolean): Promise<void> {
    for (const route of ['efecty.epayco', 'efecty.payu']) {
      await world.announce(route, { offers: { cancel, settlement: true } });
    }
  }

  /** A payment whose first attempt was given up, and whose second one is with its connector. */
  async function rerouted() {
    const { payment, attempt: orphan } = await world.create();
    await world.result(orphan, { outcome: 'unknown', reason: 'timeout' });
    await world.pass(2 * MINUTE_MS);
    for (let count = 0; count < 3; count += 1) await world.status(orphan, 'absent');
    return { id: payment.id, orphan, other: await world.liveAttempt(payment.id) };
  }

  async function bothIssued() {
    const made = await rerouted();
    await world.result(made.other, { outcome: 'done', instruction: world.voucher('222') });
    return made;
  }

  /** The same, with the orphan paid. */
  async function orphanPaid() {
    const made = await bothIssued();
    await pay(made.orphan);
    return made;
  }

  async function pay(attempt: KnownAttempt, minor = DUE) {
    const transaction = {
      ...{ providerTransactionId: newId('t'), amount: { minor, currency: 'COP' } },
    };
    await world.fact(attempt, transaction);
    return { takeBack: () => world.fact(attempt, { ...transaction, kind: 'reversed' }) };
  }

  /** Attempts whose voiding was asked for, one for each time. */
  async function asked(paymentId: string): Promise<unknown[]> {
    const commands = await world.commands(paymentId);
    return commands
      .filter(({ type }) => type === 'connector.cancel')
      .map(({ data }) => data['attemptId']);
  }

  const statuses = async (id: string) =>
    (await world.payment(id)).attempts.map(({ status }) => status);
  const GIVEN_UP = { status: 'cancelled', reason: 'another_was_paid' };

  describe('the other voucher', () => {
    it('is given up, voided and not shown any more', async () => {
      const { id, other } = await orphanPaid();
      expect(await world.payment(id)).toMatchObject({
        ...{ status: 'paid', late: false, instruction: null },
        attempts: [{ status: 'absent' }, GIVEN_UP],
      });
      expect(await asked(id)).toEqual([other.id]);
    });

    it('is voided when its answer comes afterwards, and never shown', async () => {
      const { id, orphan, other } = await rerouted();
      await pay(orphan);
      expect(await statuses(id)).toEqual(['absent', 'sending']);
      await world.result(other, { outcome: 'done', instruction: world.voucher('222') });
      expect(await world.payment(id)).toMatchObject({
        ...{ status: 'paid', instruction: null, expiry: { effective: null } },
        attempts: [{ status: 'absent' }, GIVEN_UP],
      });
      expect(await asked(id)).toEqual([other.id]);
    });

    it.each([
      ['pending', 'cancelled', 1],
      ['expired', 'expired', 0],
      ['cancelled', 'cancelled', 0],
    ] as const)(
      'is asked about while it is unknown, found %s: %s',
      async (found, status, times) => {
        const { id, orphan, other } = await rerouted();
        await world.result(other, { outcome: 'unknown', reason: 'timeout' });
        await pay(orphan);
        await world.pass(MINUTE_MS);
        expect((await world.commands(id)).at(-1)).toMatchObject({
          ...{ type: 'connector.read_status', data: { attemptId: other.id } },
        });
        await world.status(other, found, found === 'pending' ? world.voucher('222') : null);
        expect(await world.payment(id)).toMatchObject({ status: 'paid', instruction: null });
        expect(await statuses(id)).toEqual(['absent', status]);
        expect(await asked(id)).toHaveLength(times);
      },
    );

    it.each(['rejected', 'not_sent'] as const)(
      'is not made again when it was %s',
      async (outcome) => {
        const { id, orphan, other } = await rerouted();
        await pay(orphan);
        await world.result(other, { outcome, reason: 'busy', reroutable: true });
        expect(await world.payment(id)).toMatchObject({ status: 'paid' });
        expect(await statuses(id)).toEqual(['absent', outcome]);
      },
    );

    it('is asked for again on the schedule of all that are given up', async () => {
      const { id, other } = await orphanPaid();
      await world.pass(MINUTE_MS);
      expect(await asked(id)).toEqual([other.id, other.id]);
      await world.result(other, { operation: 'cancel' });
      await world.pass(60 * MINUTE_MS);
      expect(await asked(id)).toHaveLength(2);
    });

    it('is kept track of where its provider cannot void: its money is the payer’s', async () => {
      await offer(false);
      const { id, other } = await orphanPaid();
      expect(await world.payment(id)).toMatchObject({ attempts: [{}, GIVEN_UP] });
      await pay(other);
      expect((await world.events(id)).at(-1)).toMatchObject({
        type: 'payment.money_received',
        data: { attemptId: other.id, cause: 'duplicate', applied: 0, surplus: 8_500_000 },
      });
      expect(await world.payment(id)).toMatchObject({ status: 'paid', instruction: null });
      expect(await asked(id)).toEqual([]);
      await offer(true);
    });

    it('stays given up when the money is taken back', async () => {
      const { id, orphan, other } = await bothIssued();
      const { takeBack } = await pay(orphan);
      await takeBack();
      expect(await world.payment(id)).toMatchObject({
        ...{ status: 'reversed', instruction: null, attempts: [{}, GIVEN_UP] },
      });
      await world.result(other, { outcome: 'done', instruction: world.voucher('222') });
      expect(await statuses(id)).toEqual(['absent', 'cancelled']);
    });

    it('is not shown either when the merchant had given it up before', async () => {
      const { id, orphan } = await bothIssued();
      await world.cancel(id, newId('idem'));
      expect(await world.payment(id)).toMatchObject({ instruction: { code: '222' } });
      await pay(orphan);
      expect(await world.payment(id)).toMatchObject({
        ...{ status: 'paid', late: true, instruction: null, attempts: [{}, GIVEN_UP] },
      });
    });

    it('is told of in no event: the payment is paid, and stays so', async () => {
      const { id, orphan, other } = await rerouted();
      await pay(orphan);
      await world.result(other, { outcome: 'done', instruction: world.voucher('222') });
      expect(await world.storyOf(id)).toEqual([
        ...['payment.created', 'payment.money_received', 'payment.paid'],
      ]);
    });
  });

  describe('and not all of it, the other voucher', () => {
    it('is still the payer’s until the rest has come', async () => {
      const { id, orphan, other } = await bothIssued();
      await pay(orphan, 100n);
      expect(await world.payment(id)).toMatchObject({
        ...{ status: 'partially_paid', instruction: { code: '222' } },
        attempts: [{}, { status: 'issued' }],
      });
      await pay(orphan, DUE - 100n);
      expect(await world.payment(id)).toMatchObject({ status: 'paid', attempts: [{}, GIVEN_UP] });
      expect(await asked(id)).toEqual([other.id]);
    });

    it('is left as it is when it pays the rest', async () => {
      const { id, orphan, other } = await bothIssued();
      await pay(orphan, 100n);
      await pay(other, DUE - 100n);
      expect(await world.payment(id)).toMatchObject({
        ...{ status: 'paid', instruction: { code: '222' }, attempts: [{}, { status: 'issued' }] },
      });
      expect(await asked(id)).toEqual([]);
    });
  });

  describe('the voucher that pays', () => {
    it('is not voided when its answer comes afterwards', async () => {
      const { id, orphan, other } = await orphanPaid();
      await world.result(orphan, { outcome: 'done', instruction: world.voucher('111') });
      await world.pass(60 * MINUTE_MS);
      expect(await statuses(id)).toEqual(['orphaned', 'cancelled']);
      expect(new Set(await asked(id))).toEqual(new Set([other.id]));
    });

    it('is not asked to be voided again, unless its money is taken back', async () => {
      const { id, orphan } = await bothIssued();
      await world.result(orphan, { outcome: 'done', instruction: world.voucher('111') });
      const { takeBack } = await pay(orphan);
      await world.pass(60 * MINUTE_MS);
      const times = async () => (await asked(id)).filter((one) => one === orphan.id).length;
      expect(await times()).toBe(1);
      await takeBack();
      expect(await times()).toBe(2);
      await world.pass(60 * MINUTE_MS);
      expect(await times()).toBe(3);
    });

    it('is left alone, however often it is paid', async () => {
      const { id, other } = await bothIssued();
      await pay(other);
      await pay(other);
      expect(await world.payment(id)).toMatchObject({
        ...{ status: 'paid', instruction: { code: '222' }, attempts: [{}, { status: 'issued' }] },
      });
      expect(await asked(id)).toEqual([]);
    });

    it('is given up once its money is taken back and that of the orphan pays', async () => {
      const { id, orphan, other } = await bothIssued();
      const { takeBack } = await pay(other);
      await pay(orphan);
      await takeBack();
      expect(await world.payment(id)).toMatchObject({
        ...{ status: 'paid', instruction: null, attempts: [{}, GIVEN_UP] },
      });
      expect(await asked(id)).toEqual([other.id]);
    });
  });
});
