import { randomUUID } from 'node:crypto';
import { orderBody, type Answer } from './api-client.js';
import { CauceProcess } from './cauce-process.js';

interface Problem {
  readonly type: string;
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
  readonly errors?: readonly { pointer: string; code: string; detail: string }[];
}

const past = '2020-01-01T00:00:00Z';
const document = (type: string, number: unknown) => ({
  payer: { ...payer(), document: { type, number } },
});
const payer = (change: Record<string, unknown> = {}) => ({
  name: 'Ana Muñoz',
  email: 'ana@example.com',
  document: { type: 'CC', number: '1020304051' },
  ...change,
});

/** A wrong body and the pointer that must name the field. */
const WRONG: [string, Record<string, unknown>, string][] = [
  ['amount missing', { amount: undefined }, '/amount'],
  ['amount as a number', { amount: 85000 }, '/amount'],
  ['value as text', { amount: { value: '8500000', currency: 'COP' } }, '/amount/value'],
  ['value with a fraction', { amount: { value: 8500000.5, currency: 'COP' } }, '/amount/value'],
  ['value zero', { amount: { value: 0, currency: 'COP' } }, '/amount/value'],
  ['value negative', { amount: { value: -100, currency: 'COP' } }, '/amount/value'],
  ['value beyond a safe integer', { amount: { value: 1e20, currency: 'COP' } }, '/amount/value'],
  ['cents on a cash rail', { amount: { value: 8500050, currency: 'COP' } }, '/amount/value'],
  ['below the limit', { amount: { value: 100, currency: 'COP' } }, '/amount/value'],
  ['above the limit', { amount: { value: 99999999900, currency: 'COP' } }, '/amount/value'],
  ['unknown currency', { amount: { value: 8500000, currency: 'XYZ' } }, '/amount/currency'],
  ['another currency', { amount: { value: 8500000, currency: 'USD' } }, '/amount/currency'],
  ['an unknown field', { colour: 'green' }, '/colour'],
  [
    'an unknown field inside',
    { amount: { value: 8500000, currency: 'COP', cents: 1 } },
    '/amount/cents',
  ],
  ['reference missing', { reference: undefined }, '/reference'],
  ['reference empty', { reference: '' }, '/reference'],
  ['reference blank', { reference: '   ' }, '/reference'],
  ['reference too long', { reference: 'x'.repeat(65) }, '/reference'],
  ['reference with a control character', { reference: 'a\u0000b' }, '/reference'],
  ['reference as a number', { reference: 1 }, '/reference'],
  ['description missing', { description: undefined }, '/description'],
  ['description too long', { description: 'ñ'.repeat(201) }, '/description'],
  ['methods missing', { methods: undefined }, '/methods'],
  ['methods empty', { methods: [] }, '/methods'],
  ['methods as text', { methods: 'efecty' }, '/methods'],
  ['an unknown method', { methods: ['oxxo'] }, '/methods/0'],
  ['a method twice', { methods: ['efecty', 'efecty'] }, '/methods'],
  ['payer missing', { payer: undefined }, '/payer'],
  ['payer without a name', { payer: payer({ name: '' }) }, '/payer/name'],
  ['payer with a bad e-mail', { payer: payer({ email: 'ana@' }) }, '/payer/email'],
  ['payer with a local phone', { payer: payer({ phone: '3001112233' }) }, '/payer/phone'],
  ['payer with an old landline', { payer: payer({ phone: '+5712345678' }) }, '/payer/phone'],
  ['payer of an unknown kind', { payer: payer({ kind: 'robot' }) }, '/payer/kind'],
  ['a short cédula', document('CC', '12'), '/payer/document/number'],
  ['a cédula with letters', document('CC', '10A0304051'), '/payer/document/number'],
  ['a NIT with a wrong check digit', document('NIT', '9001234561'), '/payer/document/number'],
  ['a document number as a number', document('CC', 1020304051), '/payer/document/number'],
  ['an unknown document type', document('DNI', '1020304051'), '/payer/document/type'],
  ['a permit that is no longer valid', document('PEP', '1020304051'), '/payer/document/type'],
  ['an expiry in the past', { expiresAt: past }, '/expiresAt'],
  ['an expiry without a zone', { expiresAt: '2027-01-01T00:00:00' }, '/expiresAt'],
  ['an expiry that is no date', { expiresAt: 'tomorrow' }, '/expiresAt'],
  ['an expiry in ten years', { expiresAt: '2036-01-01T00:00:00Z' }, '/expiresAt'],
  ['a return URL of another scheme', { returnUrl: 'javascript:alert(1)' }, '/returnUrl'],
  ['a bank with letters', { bank: 'BANC' }, '/bank'],
  ['metadata as a list', { metadata: ['a'] }, '/metadata'],
  ['metadata with a number', { metadata: { cart: 77 } }, '/metadata/cart'],
];

describe('bad input', () => {
  let cauce: CauceProcess;

  beforeAll(async () => {
    cauce = await CauceProcess.start();
  }, 90_000);
  afterAll(() => cauce?.stop());

  it.each(WRONG)('%s → 400 with the pointer', async (_, change, pointer) => {
    const { status, headers, body } = (await cauce
      .api()
      .create(change)) as unknown as Answer<Problem>;
    expect(status).toBe(400);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ status: 400, requestId: expect.any(String) });
    expect(body.errors?.map((error) => error.pointer)).toContain(pointer);
  });

  async function send(body: string, headers: Record<string, string> = {}) {
    const response = await fetch(`${cauce.api().url}/v1/payments`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${cauce.keys.apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        ...headers,
      },
      body,
    });
    return { status: response.status, body: (await response.json()) as Problem };
  }

  it.each([
    ['a megabyte', JSON.stringify(orderBody({ description: 'x'.repeat(1_000_000) })), {}, 413],
    ['broken JSON', '{"amount":', {}, 400],
    ['no body', '', {}, 400],
    ['a list', '[]', {}, 400],
    ['deep nesting', '['.repeat(1000) + ']'.repeat(1000), {}, 400],
    ['a prototype key', '{"__proto__":{"admin":true}}', {}, 400],
    ['a form', 'amount=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['no key', JSON.stringify(orderBody()), { 'idempotency-key': '' }, 400],
    [
      'a key that is too long',
      JSON.stringify(orderBody()),
      { 'idempotency-key': 'k'.repeat(256) },
      400,
    ],
    [
      'a wrong API key',
      JSON.stringify(orderBody()),
      { authorization: 'Bearer cauce_test_nonsense' },
      401,
    ],
  ])('%s → its own answer, never 500', async (_, body, headers, expected) => {
    const answer = await send(body, headers as unknown as Record<string, string>);
    expect(answer.status).toBe(expected);
    expect(answer.body).toMatchObject({ status: expected, code: expect.any(String) });
  });

  it('ñ and accents reach the provider composed, and come back as they were', async () => {
    const { payment, code } = await cauce.api().createWithVoucher({
      description: 'Pin\u0303ata 🎉 para nin\u0303os',
      payer: payer({ name: 'N\u0303a\u0301n\u0303ez Peña 🙂' }),
    });
    const read = await cauce
      .api()
      .get<{ payer: { name: string }; description: string }>(`/v1/payments/${payment.id}`);
    expect(read).toMatchObject({
      payer: { name: 'Ñáñez Peña 🙂' },
      description: 'Piñata 🎉 para niños',
    });
    const journal = await cauce.sandbox.journal();
    const issued = journal.find((line) => line.kind === 'voucher_issued' && line.code === code);
    expect(issued?.details).toMatchObject({
      nombres: 'Ñáñez',
      apellidos: 'Peña',
      descripcion: 'Piñata para niños',
    });
  }, 30_000);

  it('a key that is used again: the same payment for the same body, 422 for another', async () => {
    const key = randomUUID();
    const body = orderBody();
    const first = await send(JSON.stringify(body), { 'idempotency-key': key, prefer: 'wait=20' });
    const again = await send(JSON.stringify(body), { 'idempotency-key': `"${key}"` });
    expect(again.status).toBe(first.status);
    expect(again.body).toMatchObject({ id: (first.body as unknown as { id: string }).id });
    const other = await send(JSON.stringify({ ...body, description: 'Otra cosa' }), {
      'idempotency-key': key,
    });
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  }, 30_000);

  it('another merchant’s payment, or none at all: 404', async () => {
    for (const id of ['pay_00000000000000000000000000', 'nonsense', 'pay_%00', "pay_' or 1=1"]) {
      const { status } = await cauce.api().call('GET', `/v1/payments/${encodeURIComponent(id)}`);
      expect(status).toBe(404);
    }
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'after=nonsense', 'status=maybe', 'colour=green'])(
    'a list with ?%s → 400',
    async (query) => {
      const { status, body } = await cauce.api().call<Problem>('GET', `/v1/payments?${query}`);
      expect(status).toBe(400);
      expect(body.errors?.[0]?.pointer).toBe(`?${query.split('=')[0]}`);
    },
  );
});
