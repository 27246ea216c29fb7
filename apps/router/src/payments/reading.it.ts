import { newId } from '@cauce/config';
import { eventually } from '@cauce/testing';
import { RouterApp, type KeyName } from '../fixtures/router-app.js';
import { orderOnWire, voucher } from '../fixtures/wire-builders.js';
import type { PaymentView } from './payment-view.schema.js';

interface Page {
  readonly data: PaymentView[];
  readonly next: string | null;
}

/** Reading, listing and cancelling payments over HTTP, on a real PostgreSQL. */
describe('payments over HTTP', () => {
  let router: RouterApp;

  beforeAll(async () => {
    router = await RouterApp.open();
  }, 60_000);
  afterEach(() => {
    router.answer = () => ({ instruction: voucher() });
  });
  afterAll(() => router?.close());

  const made = async (overrides: object = {}, as: KeyName = 'shop') =>
    (await router.create({ ...orderOnWire(), ...overrides }, { as })).json<PaymentView>();
  /** A payment whose connector has taken the command and says nothing. */
  const silent = async () => {
    router.answer = () => null;
    const answer = await router.create(orderOnWire(), { prefer: 'wait=0' });
    const payment = answer.json<PaymentView>();
    await eventually(() => router.commands.some((one) => one.key === payment.id));
    return payment;
  };
  const cancel = (id: string, ask: object = {}) =>
    router.ask('POST', `/v1/payments/${id}/cancel`, ask);
  const list = async (query: string, as: KeyName = 'shop') =>
    (await router.ask('GET', `/v1/payments?${query}`, { as })).json<Page>();

  /** Follows `next` to the end of a list. */
  async function pages(query: string, limit: number): Promise<string[][]> {
    const seen: string[][] = [];
    let next = '';
    for (let page = 0; page < 20; page += 1) {
      const answer = await list(`${query}&limit=${limit}${next}`);
      seen.push(answer.data.map((one) => one.id));
      if (answer.next === null) return seen;
      next = `&after=${answer.next}`;
    }
    throw new Error('the list has no end');
  }

  describe('reading', () => {
    it('another merchant’s payment is not there, in any way', async () => {
      const { id } = await made();
      for (const answer of [
        await router.ask('GET', `/v1/payments/${id}`, { as: 'other' }),
        await router.ask('GET', `/v1/payments/${id}/events`, { as: 'other' }),
        await cancel(id, { as: 'other' }),
      ]) {
        expect([answer.statusCode, answer.json().code]).toEqual([404, 'PAYMENT_NOT_FOUND']);
        expect(answer.body).not.toContain('mer_shop');
      }
      expect((await router.read(id)).status).toBe('awaiting_payment');
    });

    it('one that nobody made: 404, the same as another merchant’s', async () => {
      const answer = await router.ask('GET', `/v1/payments/pay_${'0'.repeat(26)}`);
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'PAYMENT_NOT_FOUND']);
    });

    it.each(['pay_1', 'att_00000000000000000000000000', "pay_' or 1=1"])(
      '%s, which is no id of a payment: 404',
      async (id) => {
        const answer = await router.ask('GET', `/v1/payments/${encodeURIComponent(id)}`);
        expect(answer.statusCode).toBe(404);
      },
    );

    it('tells the whole story in order, with the times of the clock', async () => {
      const { id } = await made();
      await cancel(id);
      const answer = await router.ask('GET', `/v1/payments/${id}/events`, { as: 'reader' });
      const { data } = answer.json<{ data: { type: string; sequence: number }[] }>();
      expect(data.map((one) => [one.sequence, one.type])).toEqual([
        [1, 'payment.created'],
        [2, 'payment.awaiting_payment'],
        [3, 'payment.cancelled'],
      ]);
      expect(data[0]).toMatchObject({
        timestamp: router.clock.now().toISOString(),
        data: { payment: { id, status: 'processing', amount: { minor: 8_500_000 } } },
      });
    });

    it('says what was asked for and what the provider made of it', async () => {
      const requested = '2026-11-22T15:00:00.000Z';
      expect((await made({ expiresAt: requested })).expiry).toEqual({
        requested,
        effective: '2026-11-24T04:59:59.000Z',
      });
      const issue = router.commands.at(-1);
      expect(issue?.data).toMatchObject({ expiresAt: new Date(requested) });
    });

    it('without a wish, asks for the route’s own time', async () => {
      await made();
      const expected = new Date(router.clock.now().getTime() + 259_200_000);
      expect(router.commands.at(-1)?.data).toMatchObject({ expiresAt: expected });
    });
  });

  describe('listing', () => {
    it('has every payment once, newest first, whatever the page', async () => {
      const reference = { metadata: { list: 'all' } };
      const ids: string[] = [];
      const from = router.clock.now().toISOString();
      router.clock.advance(1_000);
      for (let count = 0; count < 7; count += 1) {
        ids.unshift((await made(reference)).id);
        if (count % 3 === 0) router.clock.advance(1_000);
      }
      for (const limit of [1, 2, 3, 7, 100]) {
        const seen = await pages(`createdAfter=${from}`, limit);
        expect(seen.flat()).toEqual(ids);
        expect(seen).toHaveLength(Math.ceil(7 / limit));
      }
    });

    it('misses and repeats none of the old ones when new ones come in between', async () => {
      const from = router.clock.now().toISOString();
      router.clock.advance(1_000);
      const old = [await made(), await made(), await made()].map((one) => one.id).reverse();
      const first = await list(`createdAfter=${from}&limit=2`);
      await made();
      const rest = await list(`createdAfter=${from}&limit=2&after=${first.next}`);
      expect([...first.data, ...rest.data].map((one) => one.id)).toEqual(old);
    });

    it('shows nothing of another merchant', async () => {
      const { id } = await made({}, 'other');
      expect((await list('limit=100')).data.map((one) => one.id)).not.toContain(id);
      expect((await list('limit=100', 'other')).data.map((one) => one.id)).toContain(id);
    });

    it('narrows by reference, status and method', async () => {
      const open = await made();
      const gone = await made();
      await cancel(gone.id);
      const ids = async (query: string) => (await list(query)).data.map((one) => one.id);
      expect(await ids(`reference=${open.reference}`)).toEqual([open.id]);
      expect(await ids(`reference=${open.reference}&status=cancelled`)).toEqual([]);
      expect(await ids('status=cancelled&limit=1')).toEqual([gone.id]);
      expect(await ids('method=efecty&status=awaiting_payment&limit=1')).toEqual([open.id]);
      expect(await ids('method=baloto')).toEqual([]);
    });

    it('shows a payment as reading it does', async () => {
      const payment = await made();
      expect((await list(`reference=${payment.reference}`)).data).toEqual([payment]);
    });

    const cursor = (...texts: unknown[]) =>
      Buffer.from(JSON.stringify(texts)).toString('base64url');
    const anId = `pay_${'0'.repeat(26)}`;

    it('takes any instant for a place to go on from', async () => {
      for (const at of ['0000-01-01T00:00:00.000Z', '1970-01-01T00:00:00Z']) {
        expect(await list(`after=${cursor(at, anId)}`)).toEqual({ data: [], next: null });
      }
    });

    it.each([
      ['limit=0', '?limit'],
      ['limit=101', '?limit'],
      ['status=open', '?status'],
      ['method=Cash!', '?method'],
      ['createdAfter=yesterday', '?createdAfter'],
      ['merchantId=mer_other', '?merchantId'],
      ['after=nonsense', '?after'],
      [`after=${cursor('2026-11-20T15:00:00.000Z')}`, '?after'],
      [`after=${cursor('not a time', anId)}`, '?after'],
      [`after=${cursor('infinity', anId)}`, '?after'],
      [`after=${cursor('2026-13-45T00:00:00.000Z', anId)}`, '?after'],
      [`after=${cursor('2026-11-20T15:00:00.000Z', 'mine')}`, '?after'],
    ])('refuses %s', async (query, pointer) => {
      const answer = await router.ask('GET', `/v1/payments?${query}`);
      expect([answer.statusCode, answer.json()]).toMatchObject([
        400,
        { code: 'INVALID_REQUEST', errors: [{ pointer }] },
      ]);
    });
  });

  describe('cancelling', () => {
    it('ends a payment that waits for money, and a repeat is a replay', async () => {
      const { id } = await made();
      const key = newId('idem');
      const first = await cancel(id, { key });
      expect([first.statusCode, first.json()]).toMatchObject([
        200,
        { status: 'cancelled', attempts: [{ status: 'cancelled' }] },
      ]);
      const again = await cancel(id, { key });
      expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([200, 'true']);
      expect(again.json()).toEqual(first.json());
    });

    it('twice with two keys: cancelled both times, told once', async () => {
      const { id } = await made();
      await cancel(id);
      expect((await cancel(id)).json()).toMatchObject({ status: 'cancelled', sequence: 3 });
    });

    it('ten times at once with one key: cancelled once', async () => {
      const { id } = await made();
      const key = newId('idem');
      const answers = await Promise.all(Array.from({ length: 10 }, () => cancel(id, { key })));
      expect(answers.map((one) => one.statusCode)).toEqual(Array.from({ length: 10 }, () => 200));
      const replayed = answers.filter((one) => one.headers['idempotency-replayed'] === 'true');
      expect(replayed).toHaveLength(9);
      expect((await router.read(id)).sequence).toBe(3);
    });

    it('with the key that cancelled another payment: each is cancelled by its own', async () => {
      const [one, two] = [await made(), await made()];
      const key = newId('idem');
      await cancel(one.id, { key });
      expect((await cancel(two.id, { key })).json()).toMatchObject({
        id: two.id,
        status: 'cancelled',
      });
    });

    it('one that is still being issued: 409, later, and the key stays free', async () => {
      const { id } = await silent();
      const key = newId('idem');
      const answer = await cancel(id, { key });
      expect([answer.statusCode, answer.json(), answer.headers['retry-after']]).toMatchObject([
        409,
        { code: 'PAYMENT_IN_PROGRESS', retryable: true },
        '5',
      ]);
      expect((await router.read(id)).status).toBe('processing');
      expect((await cancel(id, { key })).json().code).toBe('PAYMENT_IN_PROGRESS');
    });

    it('by a key that may only read: 403', async () => {
      const { id } = await made();
      expect((await cancel(id, { as: 'reader' })).statusCode).toBe(403);
      expect((await router.read(id)).status).toBe('awaiting_payment');
    });
  });
});
