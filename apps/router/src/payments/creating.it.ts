import { newId } from '@cauce/config';
import { RouterApp } from '../fixtures/router-app.js';
import { orderOnWire, voucher } from '../fixtures/wire-builders.js';
import type { PaymentView } from './payment-view.schema.js';

/** POST /v1/payments over HTTP, the bus and a real PostgreSQL; the test plays the connector. */
describe('creating a payment over HTTP', () => {
  let router: RouterApp;

  beforeAll(async () => {
    router = await RouterApp.open();
  }, 60_000);
  afterEach(() => {
    router.answer = () => ({ instruction: voucher() });
  });
  afterAll(() => router?.close());

  describe('answers', () => {
    it('201 with the voucher, and where to read the payment', async () => {
      const answer = await router.create(orderOnWire());
      const payment = answer.json<PaymentView>();
      expect([answer.statusCode, answer.headers['location']]).toEqual([
        201,
        `/v1/payments/${payment.id}`,
      ]);
      expect(payment).toMatchObject({
        status: 'awaiting_payment',
        method: 'efecty',
        route: 'efecty.epayco',
        instruction: { kind: 'voucher', code: '998877', agreement: '110342' },
        expiry: { requested: null, effective: '2026-11-24T04:59:59.000Z' },
        payer: { name: 'Ana Muñoz' },
      });
      expect(await router.read(payment.id)).toEqual(payment);
    });

    it('201 and failed when the connector refuses it', async () => {
      router.answer = () => ({ outcome: 'rejected', reason: 'payer_rejected' });
      const answer = await router.create(orderOnWire());
      expect([answer.statusCode, answer.json()]).toMatchObject([
        201,
        { status: 'failed', instruction: null, attempts: [{ reason: 'payer_rejected' }] },
      ]);
    });

    it('202 at once when the caller does not want to wait', async () => {
      router.answer = () => null;
      const answer = await router.create(orderOnWire(), { prefer: 'wait=0' });
      expect([answer.statusCode, answer.json()]).toMatchObject([
        202,
        { status: 'processing', instruction: null, attempts: [{ status: 'sending' }] },
      ]);
    });

    it('202 when the outcome is unknown, and does not wait longer than it was asked to', async () => {
      router.answer = () => ({ outcome: 'unknown', reason: 'timeout' });
      const answer = await router.create(orderOnWire(), { prefer: 'wait=1' });
      expect([answer.statusCode, answer.json()]).toMatchObject([
        202,
        { status: 'processing', attempts: [{ status: 'unknown', outcome: 'unknown' }] },
      ]);
    });

    it('with the voucher of the second route when the first was not reached', async () => {
      router.answer = (command) =>
        router.commands.filter((one) => one.key === command.paymentId).length === 1
          ? { outcome: 'not_sent', reason: 'connect_failed', reroutable: true }
          : { instruction: voucher('second') };
      const payment = (await router.create(orderOnWire())).json<PaymentView>();
      expect(payment).toMatchObject({ instruction: { code: 'second' } });
      expect(payment.attempts.map((one) => one.status)).toEqual(['not_sent', 'issued']);
    });
  });

  describe('with an Idempotency-Key', () => {
    it('that comes again with the same body: the same payment, marked as a replay', async () => {
      const key = newId('idem');
      const body = orderOnWire();
      const first = await router.create(body, { key });
      const again = await router.create(body, { key });
      expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([201, 'true']);
      expect(again.json()).toEqual(first.json());
      expect(first.headers['idempotency-replayed']).toBeUndefined();
      const issued = router.commands.filter((one) => one.key === first.json().id);
      expect(issued).toHaveLength(1);
    });

    it('that comes again when the money is there: the payment as it is now', async () => {
      const key = newId('idem');
      const body = orderOnWire();
      const { id } = (await router.create(body, { key })).json<PaymentView>();
      await router.ask('POST', `/v1/payments/${id}/cancel`);
      expect((await router.create(body, { key })).json()).toMatchObject({
        id,
        status: 'cancelled',
      });
    });

    it('that comes again with another body: 422, and nothing is made', async () => {
      const key = newId('idem');
      await router.create(orderOnWire(), { key });
      const body = orderOnWire();
      const answer = await router.create(body, { key });
      expect([answer.statusCode, answer.json()]).toMatchObject([
        422,
        { code: 'IDEMPOTENCY_KEY_REUSED' },
      ]);
      const list = await router.ask('GET', `/v1/payments?reference=${body.reference}`);
      expect(list.json()).toEqual({ data: [], next: null });
    });

    it('of another merchant: no replay, a payment of its own', async () => {
      const key = newId('idem');
      const body = orderOnWire();
      const mine = (await router.create(body, { key })).json<PaymentView>();
      const theirs = await router.create(body, { key, as: 'other' });
      expect(theirs.statusCode).toBe(201);
      expect(theirs.json().id).not.toBe(mine.id);
    });

    it('whose first request could not read what it had made: the payment, under way', async () => {
      const key = newId('idem');
      const body = orderOnWire();
      let release = () => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      let holding: Promise<void> = held;
      router.answer = () => {
        holding = router.database.transaction(async (tx) => {
          await tx.execute('lock table payments in access exclusive mode');
          await held;
        });
        return null;
      };
      const first = await router.create(body, { key, prefer: 'wait=1' });
      expect([first.statusCode, first.json()]).toMatchObject([503, { code: 'NOT_AVAILABLE' }]);
      release();
      await holding;
      const again = await router.create(body, { key });
      expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([202, 'true']);
      const list = await router.ask('GET', `/v1/payments?reference=${body.reference}`);
      expect(list.json().data).toMatchObject([{ id: again.json().id, status: 'processing' }]);
    });

    it('whose answer could not be noted: the answer all the same', async () => {
      const key = newId('idem');
      let release = () => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      let holding: Promise<void> = held;
      router.answer = () => {
        holding = router.database.transaction(async (tx) => {
          await tx.execute('lock table idempotency_keys in access exclusive mode');
          await held;
        });
        return { instruction: voucher() };
      };
      const first = await router.create(orderOnWire(), { key });
      expect([first.statusCode, first.json()]).toMatchObject([201, { status: 'awaiting_payment' }]);
      release();
      await holding;
    });

    it('while the first is still waiting: 409 with a time to come back', async () => {
      const key = newId('idem');
      const body = orderOnWire();
      let release = () => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      const reached = new Promise<void>((resolve) => {
        router.answer = async () => {
          resolve();
          await held;
          return { instruction: voucher() };
        };
      });
      const first = router.create(body, { key });
      await reached;
      const second = await router.create(body, { key });
      release();
      expect([second.statusCode, second.json(), second.headers['retry-after']]).toMatchObject([
        409,
        { code: 'IDEMPOTENCY_KEY_IN_FLIGHT', retryable: true },
        '1',
      ]);
      expect((await first).statusCode).toBe(201);
    });

    it('from twenty requests at once: one payment, one voucher', async () => {
      const key = newId('idem');
      const body = orderOnWire();
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => router.create(body, { key })),
      );
      const made = answers.filter((one) => one.headers['location'] !== undefined);
      expect(made).toHaveLength(1);
      for (const one of answers) {
        const isReplay = one.headers['idempotency-replayed'] === 'true';
        expect(made.includes(one) || isReplay || one.statusCode === 409).toBe(true);
      }
      const id = made[0]?.json<PaymentView>().id;
      expect(router.commands.filter((one) => one.key === id)).toHaveLength(1);
    });

    it('that was used with an expiry which has passed since: still the payment that it made', async () => {
      const key = newId('idem');
      const expiresAt = new Date(router.clock.now().getTime() + 3_600_000).toISOString();
      const body = { ...orderOnWire(), expiresAt };
      const first = (await router.create(body, { key })).json<PaymentView>();
      await router.pass(2 * 3_600_000);
      const again = await router.create(body, { key });
      expect([again.statusCode, again.json()]).toMatchObject([201, { id: first.id }]);
    });

    it('of a request that was refused: free for the corrected one', async () => {
      const key = newId('idem');
      const body = orderOnWire();
      const tooLittle = { ...body, amount: { value: 100, currency: 'COP' } };
      expect((await router.create(tooLittle, { key })).statusCode).toBe(400);
      expect((await router.create(body, { key })).statusCode).toBe(201);
    });

    it('that is missing: 400', async () => {
      const answer = await router.create(orderOnWire(), { key: '' });
      expect(answer.json()).toMatchObject({ status: 400, code: 'MISSING_IDEMPOTENCY_KEY' });
    });
  });

  describe('for a reference', () => {
    it('that an open payment has: 409 with the id of that payment', async () => {
      const body = orderOnWire();
      const { id } = (await router.create(body)).json<PaymentView>();
      const answer = await router.create(body);
      expect(answer.json()).toMatchObject({ status: 409, code: 'REFERENCE_IN_USE' });
      expect(answer.json().detail).toContain(id);
    });

    it('that only a cancelled payment has: made', async () => {
      const body = orderOnWire();
      const { id } = (await router.create(body)).json<PaymentView>();
      await router.ask('POST', `/v1/payments/${id}/cancel`);
      expect((await router.create(body)).statusCode).toBe(201);
    });

    it('of two requests at once with different keys: one payment', async () => {
      const body = orderOnWire();
      const answers = await Promise.all(Array.from({ length: 8 }, () => router.create(body)));
      const codes = answers.map((one) => one.statusCode).sort();
      expect(codes).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
    });
  });

  describe('for a caller', () => {
    it.each([
      [null, 401, 'UNAUTHENTICATED'],
      ['reader', 403, 'FORBIDDEN'],
      ['operator', 403, 'FORBIDDEN_OPERATOR_KEY'],
    ] as const)('%s: %i', async (as, status, code) => {
      const answer = await router.create(orderOnWire(), { as });
      expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    });
  });

  it('leaves no payer data in rows, messages or the log', async () => {
    await router.create(orderOnWire());
    const rows = await router.database.reads.query<{ row: string }>(
      'select p::text as row from payments p union all select a::text from attempts a union all select e::text from payment_events e',
    );
    const text = rows.map((one) => one.row).join('\n') + router.log.text();
    expect(text).toContain('request served');
    for (const canary of ['Muñoz', 'ana@example.com', '1020304051', '3001112233']) {
      expect(text).not.toContain(canary);
    }
  });
});
