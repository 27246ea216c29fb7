import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { LedgerWorld, NOW, PaymentMessages } from '../fixtures/ledger-world.js';
import { ACCOUNT, DUE, MERCHANT } from '../fixtures/money-events.js';

type Headers = { authorization: string };

describe('the API of the ledger', () => {
  let world: LedgerWorld;
  let app: NestFastifyApplication;
  let operator: Headers;
  let merchant: Headers;
  const first = new PaymentMessages();
  const other = new PaymentMessages();

  beforeAll(async () => {
    world = await LedgerWorld.open();
    ({ app } = world);
    operator = await world.as(null, ['admin']);
    merchant = await world.as(MERCHANT);
    await world.tell(first.received());
    world.clock.advance(60_000);
    await world.tell(other.received({ merchantId: 'mer_02other' }));
    for (let n = 0; n < 4; n += 1) await world.tell(new PaymentMessages().received());
  }, 60_000);
  afterAll(() => world?.close());

  const get = (path: string, headers: Headers = operator) =>
    app.inject({ method: 'GET', url: `/v1/ledger/${path}`, headers });
  const read = async <T>(path: string, headers: Headers = operator): Promise<T> => {
    const answer = await get(path, headers);
    expect({ status: answer.statusCode, body: answer.body }).toMatchObject({ status: 200 });
    return answer.json<T>();
  };
  const value = (minor: bigint) => ({ value: Number(minor), currency: 'COP' });

  describe('accounts', () => {
    it('of everybody for an operator, by code', async () => {
      const { data } = await read<{ data: { code: string }[] }>('accounts');
      const codes = data.map((one) => one.code);
      expect(codes).toEqual([...codes].sort());
      expect(codes).toHaveLength(7);
      expect(codes).toContain('merchant.mer_02other.pending');
    });

    it('with a prefix', async () => {
      const { data } = await read<{ data: object[] }>('accounts?prefix=merchant.');
      expect(data).toEqual([
        { code: ACCOUNT.pending, nature: 'liability', balance: value(-5n * 23_929_000n) },
        { code: 'merchant.mer_02other.pending', nature: 'liability', balance: value(-23_929_000n) },
      ]);
    });

    it('takes a prefix as it is written', async () => {
      // The pattern characters of SQL are none here.
      expect(await read('accounts?prefix=merchant_mer')).toEqual({ data: [] });
      expect(await read('accounts?prefix=_')).toEqual({ data: [] });
    });

    it('of the merchant alone for a merchant', async () => {
      const { data } = await read<{ data: { code: string }[] }>('accounts', merchant);
      expect(data.map((one) => one.code)).toEqual([ACCOUNT.pending]);
      expect(await read('accounts?prefix=merchant.mer_02', merchant)).toEqual({ data: [] });
    });
  });

  describe('one account', () => {
    it('answers its balance now', async () => {
      expect(await read(`accounts/${ACCOUNT.pending}`, merchant)).toEqual({
        code: ACCOUNT.pending,
        nature: 'liability',
        balance: value(-5n * 23_929_000n),
      });
    });

    it('answers its balance as of an instant', async () => {
      const at = `accounts/${ACCOUNT.pending}?at=${NOW.toISOString()}`;
      expect(await read(at, merchant)).toMatchObject({ balance: value(-23_929_000n) });
    });

    it.each([
      ['before its first entry', `accounts/${ACCOUNT.pending}?at=2026-01-01T00:00:00Z`],
      ['that was never opened', 'accounts/merchant.mer_nobody.pending'],
      ['of another currency of words', 'accounts/suspense.unidentified_receipts'],
    ])('is not found %s', async (_, path) => {
      const answer = await get(path);
      expect([answer.statusCode, answer.json()['code']]).toEqual([404, 'ACCOUNT_NOT_FOUND']);
    });

    it.each([
      'merchant.mer_02other.pending',
      'psp.efecty.epayco.receivable',
      'income.platform_fee',
      'merchant.mer_nobody.pending',
    ])('%s is not found by a merchant who does not own it', async (code) => {
      for (const path of [`accounts/${code}`, `accounts/${code}/entries`]) {
        const answer = await get(path, merchant);
        expect([answer.statusCode, answer.json()['code']]).toEqual([404, 'ACCOUNT_NOT_FOUND']);
      }
    });
  });

  describe('entries', () => {
    interface Page {
      data: {
        transactionId: string;
        kind: string;
        amount: object;
        balanceAfter: { value: number };
      }[];
      next: string | null;
    }

    it('come newest first, each with the balance that it left', async () => {
      const { data, next } = await read<Page>(`accounts/${ACCOUNT.pending}/entries`, merchant);
      expect(next).toBeNull();
      expect(data).toHaveLength(10);
      expect(data.at(-1)).toEqual({
        account: ACCOUNT.pending,
        transactionId: expect.stringMatching(/^txn_/),
        kind: 'payment_received',
        amount: value(-DUE),
        balanceAfter: value(-DUE),
        recordedAt: NOW.toISOString(),
      });
      expect(data[0]).toMatchObject({
        kind: 'platform_fee',
        amount: value(1_071_000n),
        balanceAfter: value(-5n * 23_929_000n),
      });
    });

    it.each([1, 2, 3, 7, 10, 100])('page by %d without repeating or missing any', async (limit) => {
      const base = `accounts/${ACCOUNT.receivable}/entries?limit=${limit}`;
      const whole = await read<Page>(`accounts/${ACCOUNT.receivable}/entries?limit=100`);
      const seen: Page['data'] = [];
      let after = '';
      for (let pages = 0; pages < 20; pages += 1) {
        const page: Page = await read<Page>(base + after);
        expect(page.data.length).toBeLessThanOrEqual(limit);
        seen.push(...page.data);
        if (page.next === null) break;
        after = `&after=${page.next}`;
      }
      expect(whole.data).toHaveLength(12);
      expect(seen).toEqual(whole.data);
    });

    it('go on where they were although new ones came', async () => {
      const base = `accounts/${ACCOUNT.receivable}/entries?limit=2`;
      const one = await read<Page>(base);
      const two = await read<Page>(`${base}&after=${one.next}`);
      await world.tell(new PaymentMessages().received({ merchantId: 'mer_02other' }));
      expect(await read<Page>(`${base}&after=${one.next}`)).toEqual(two);
    });
  });

  describe('transactions of a payment', () => {
    interface Transactions {
      data: { kind: string; entries: { account: string; amount: { value: number } }[] }[];
    }

    it('come in the order of posting, with all their entries', async () => {
      const { data } = await read<Transactions>(
        `transactions?payment=${first.paymentId}`,
        merchant,
      );
      expect(data.map((one) => one.kind)).toEqual([
        'payment_received',
        'provider_fee',
        'platform_fee',
      ]);
      expect(data[0]).toEqual({
        id: expect.stringMatching(/^txn_/),
        kind: 'payment_received',
        paymentId: first.paymentId,
        route: 'efecty.epayco',
        occurredAt: NOW.toISOString(),
        effectiveOn: '2026-11-20',
        recordedAt: NOW.toISOString(),
        entries: expect.arrayContaining([
          { account: ACCOUNT.receivable, amount: value(DUE) },
          { account: ACCOUNT.pending, amount: value(-DUE) },
        ]),
      });
      for (const { entries } of data) {
        expect(entries.reduce((sum, one) => sum + one.amount.value, 0)).toBe(0);
      }
    });

    it('are none for another merchant’s payment, and for one that does not exist', async () => {
      expect(await read(`transactions?payment=${other.paymentId}`, merchant)).toEqual({ data: [] });
      const nobody = `pay_${'0'.repeat(26)}`;
      expect(await read(`transactions?payment=${nobody}`)).toEqual({ data: [] });
    });
  });

  describe('for operators', () => {
    it('the trial balance sums to zero, now and then', async () => {
      for (const query of ['', `?at=${NOW.toISOString()}`]) {
        const answer = await read<{ at: string; totals: object[] }>(`trial-balance${query}`);
        expect(answer.totals).toEqual([{ currency: 'COP', total: value(0n) }]);
      }
      const then = await read<{ at: string }>(`trial-balance?at=${NOW.toISOString()}`);
      expect(then.at).toBe(NOW.toISOString());
    });

    it('verify says that all is well', async () => {
      const answer = await app.inject({
        method: 'POST',
        url: '/v1/ledger/verify',
        headers: { ...operator, 'idempotency-key': 'v1' },
      });
      expect(answer.statusCode).toBe(200);
      expect(answer.json()).toMatchObject({ ok: true, counted: { transactions: 21 } });
    });

    it.each([
      ['GET', 'trial-balance'],
      ['POST', 'verify'],
    ] as const)('%s %s is refused to a merchant', async (method, path) => {
      const answer = await app.inject({ method, url: `/v1/ledger/${path}`, headers: merchant });
      expect([answer.statusCode, answer.json()['code']]).toEqual([403, 'FORBIDDEN']);
    });
  });

  it.each([
    'accounts',
    `accounts/${ACCOUNT.pending}`,
    `accounts/${ACCOUNT.pending}/entries`,
    `transactions?payment=pay_${'0'.repeat(26)}`,
    'trial-balance',
  ])('%s wants a key, and one that may read the ledger', async (path) => {
    expect((await app.inject({ url: `/v1/ledger/${path}` })).statusCode).toBe(401);
    const stranger = await world.as(MERCHANT, ['payments:read', 'payments:write']);
    expect((await get(path, stranger)).statusCode).toBe(403);
  });

  it.each<[string, string]>([
    ['accounts?prefix=Merchant', '?prefix'],
    ['accounts?prefix=%25', '?prefix'],
    [`accounts?prefix=${'a'.repeat(101)}`, '?prefix'],
    ['accounts?limit=1', '?limit'],
    [`accounts/${ACCOUNT.pending}?at=yesterday`, '?at'],
    [`accounts/${ACCOUNT.pending}?at=2026-11-20`, '?at'],
    [`accounts/${ACCOUNT.pending}?at=2026-13-01T00:00:00Z`, '?at'],
    [`accounts/${ACCOUNT.pending}?at=`, '?at'],
    [`accounts/${ACCOUNT.pending}?until=2026-11-20T00:00:00Z`, '?until'],
    ['trial-balance?at=2026-11-20T00:00:00', '?at'],
    ['trial-balance?at=1763650800', '?at'],
    [`accounts/${ACCOUNT.pending}/entries?limit=0`, '?limit'],
    [`accounts/${ACCOUNT.pending}/entries?limit=101`, '?limit'],
    [`accounts/${ACCOUNT.pending}/entries?limit=ten`, '?limit'],
    [`accounts/${ACCOUNT.pending}/entries?limit=1.5`, '?limit'],
    [`accounts/${ACCOUNT.pending}/entries?after=`, '?after'],
    [`accounts/${ACCOUNT.pending}/entries?after=nonsense`, '?after'],
    [`accounts/${ACCOUNT.pending}/entries?after=${cursor(['1', '2'])}`, '?after'],
    [`accounts/${ACCOUNT.pending}/entries?after=${cursor(['x'])}`, '?after'],
    [`accounts/${ACCOUNT.pending}/entries?after=${cursor(['1 or 1=1'])}`, '?after'],
    [`accounts/${ACCOUNT.pending}/entries?after=${cursor(['-1'])}`, '?after'],
    ['transactions', '?payment'],
    ['transactions?payment=', '?payment'],
    ['transactions?payment=pay_1', '?payment'],
    [`transactions?payment=pay_${'0'.repeat(26)}&payment=pay_${'1'.repeat(26)}`, '?payment'],
  ])('%s is a bad request that names %s', async (path, pointer) => {
    const answer = await get(path);
    const body = answer.json<{ code: string; errors: { pointer: string }[] }>();
    expect([answer.statusCode, body.code]).toEqual([400, 'INVALID_REQUEST']);
    expect(body.errors.map((one) => one.pointer)).toContain(pointer);
  });

  it.each(['cash', 'merchant.mer_1', 'psp.x.receivable', "income.platform_fee'--", '%00', '<id>'])(
    'no account can be called %s',
    async (code) => {
      for (const path of [`accounts/${code}`, `accounts/${code}/entries`]) {
        expect([400, 404]).toContain((await get(path)).statusCode);
      }
    },
  );

  function cursor(position: string[]): string {
    return Buffer.from(JSON.stringify(position)).toString('base64url');
  }
});
