import type { ProviderCall, ProviderRequest } from '@cauce/connector-kit';
import { EpaycoTransactionsClient } from './epayco-transactions.client.js';
import { EpaycoClient } from './epayco.client.js';
import { cashWay } from './epayco-transactions.ways.js';
import { issueTransaction } from './issue-transaction.js';

const endpoints = {
  apiUrl: 'https://api.example',
  apifyUrl: 'https://apify.example',
  secureUrl: 'https://secure.example',
  settlementsUrl: 'https://files.example',
  transactionsUrl: 'https://flow.example',
  transactionsLoginUrl: 'https://login.example',
  publicKey: 'pub',
  privateKey: '268c8e0162990cf2ce97fa7ade2eff5a',
};

const made = {
  refPayco: 7,
  invoice: '42',
  amount: 20_000,
  currency: 'COP',
  status: 'Pendiente',
  date: '2026-11-20 10:00:00',
  franchise: 'EF',
  testMode: 1,
  paymentProviderData: { pin: '29542412552', expirationDate: '2026-11-25 10:00:00' },
};

interface Said {
  readonly status?: number;
  readonly body: unknown;
}

/** A call that is answered by address, in turn; it remembers what was asked. */
function answering(answers: Record<string, readonly Said[]>) {
  const left = new Map(Object.entries(answers).map(([url, said]) => [url, [...said]]));
  const asked: ProviderRequest[] = [];
  const call: ProviderCall = {
    signal: new AbortController().signal,
    now: () => new Date('2026-11-20T15:00:00Z'),
    send: async (request) => {
      asked.push(request);
      const { status = 200, body } = left.get(request.url)?.shift() ?? { status: 501, body: {} };
      return { status, headers: {}, body: Buffer.from(JSON.stringify(body)) };
    },
  };
  return { call, asked };
}

const LOG_IN = {
  'https://login.example/login': [{ body: { token: 't1' } }, { body: { token: 't2' } }],
};
const TRANSACTIONS = 'https://flow.example/payment/api/v1/transactions';

describe('the client of the newer service', () => {
  const client = () => new EpaycoTransactionsClient(endpoints);

  it('logs in with Basic and nothing behind it, and sends with the token', async () => {
    const { call, asked } = answering({
      ...LOG_IN,
      [TRANSACTIONS]: [{ body: { success: true, data: made } }],
    });
    await client().create({}, call);
    expect(asked.map(({ purpose, headers }) => [purpose, headers?.['authorization']])).toEqual([
      ['log_in', `Basic ${Buffer.from(`pub:${endpoints.privateKey}`).toString('base64')}`],
      ['execute', 'Bearer t1'],
    ]);
  });

  it('renews a token that is refused, once', async () => {
    const { call, asked } = answering({
      ...LOG_IN,
      [TRANSACTIONS]: [
        { status: 401, body: {} },
        { status: 401, body: {} },
      ],
    });
    await expect(client().create({}, call)).rejects.toMatchObject({ kind: 'auth_failed' });
    expect(asked.map(({ purpose }) => purpose)).toEqual(['log_in', 'execute', 'log_in', 'execute']);
  });

  it.each([
    [
      'there is none',
      { status: 404, body: { success: false, message: 'Transacción no encontrada' } },
    ],
    [
      'there is none, in other words',
      { body: { success: false, message: 'Transaccion no existe.' } },
    ],
  ])('says null where %s', async (_, said) => {
    const { call } = answering({ ...LOG_IN, [`${TRANSACTIONS}/7`]: [said] });
    expect(await client().read('7', call)).toBeNull();
  });

  it.each([
    [
      'an address that there is not',
      { status: 404, body: { success: false, message: 'Not Found' } },
      'malformed_reply',
    ],
    [
      'a list of what is wrong',
      { status: 400, body: { success: false, message: 'Transaction request' } },
      'malformed_reply',
    ],
    [
      'another transaction',
      { body: { success: true, data: { ...made, refPayco: 8 } } },
      'wrong_reference',
    ],
    [
      'a transaction without its test flag',
      { body: { success: true, data: { ...made, testMode: null } } },
      'malformed_reply',
    ],
    ['403', { status: 403, body: {} }, 'auth_failed'],
    ['500', { status: 500, body: {} }, 'provider_failed'],
  ])('takes %s for no absence', async (_, said, kind) => {
    const { call } = answering({ ...LOG_IN, [`${TRANSACTIONS}/7`]: [said] });
    await expect(client().read('7', call)).rejects.toMatchObject({ kind });
  });

  it.each(['', '0', '-7', '7a', '..', '7/../8', '7?x', '1'.repeat(20)])(
    'asks nothing about %j, which is no number of ePayco’s',
    async (id) => {
      const { call, asked } = answering(LOG_IN);
      await expect(client().read(id, call)).rejects.toMatchObject({ kind: 'malformed_reply' });
      expect(asked).toEqual([]);
    },
  );
});

describe('a bill that has a transaction already', () => {
  const errors = [{ code: 'A002', message: 'El campo invoice es inválido' }];
  const duplicate = { status: 400, body: { success: false, data: { errors } } };
  const request = {
    attemptId: 'att_1',
    reference: '42',
    amount: { minor: 2_000_000n, currency: 'COP' as const },
    description: 'Piñata',
    payer: {
      kind: 'person' as const,
      name: 'Ana Muñoz',
      email: 'ana@example.com',
      phone: null,
      document: { type: 'CC' as const, number: '1020304051' },
    },
    expiresAt: new Date('2026-11-22T15:00:00Z'),
    returnUrl: null,
    bank: null,
    callbackUrl: 'https://cauce.example/callbacks/efecty.epayco',
  };
  const service = () => ({
    client: new EpaycoTransactionsClient(endpoints),
    finder: new EpaycoClient(endpoints),
    account: { publicKey: 'pub', customerId: '1', isTest: true, egressIp: '127.0.0.1' },
    privateKey: endpoints.privateKey,
  });
  const way = cashWay('efecty', () => ({ es: '', en: '' }));
  const issuing = (answers: Record<string, readonly Said[]>) =>
    issueTransaction(
      service(),
      way,
      request,
      answering({ ...LOG_IN, [TRANSACTIONS]: [duplicate], ...answers }).call,
    );
  const listed = (...ids: number[]) => ({
    'https://apify.example/login': [{ body: { token: 'a1' } }],
    'https://apify.example/transaction': [
      {
        body: {
          success: true,
          data: { data: ids.map((id) => ({ referencePayco: id, referenceClient: '42' })) },
        },
      },
    ],
  });
  const shown = (id: number, change: object = {}) => ({
    [`${TRANSACTIONS}/${id}`]: [
      { body: { success: true, data: { ...made, refPayco: id, ...change } } },
    ],
  });

  it('is handed out with the one that still waits', async () => {
    const issued = await issuing({
      ...listed(6, 7),
      ...shown(6, { status: 'Aceptada' }),
      ...shown(7),
    });
    expect(issued).toMatchObject({
      providerTransactionId: '7',
      instruction: { code: '29542412552', expiresAt: new Date('2026-11-25T15:00:00Z') },
    });
  });

  it.each([
    ['none is found', listed()],
    [
      'the log-in of the search fails',
      { 'https://apify.example/login': [{ status: 500, body: {} }] },
    ],
    ['the search is refused', { 'https://apify.example/login': [{ status: 401, body: {} }] }],
    ['it cannot be read', listed(7)],
    [
      'it is gone',
      {
        ...listed(7),
        [`${TRANSACTIONS}/7`]: [
          { status: 404, body: { success: false, message: 'Transacción no encontrada' } },
        ],
      },
    ],
    ['it is for real', { ...listed(7), ...shown(7, { testMode: 2 }) }],
    ['it is for another network', { ...listed(7), ...shown(7, { franchise: 'BA' }) }],
    ['it is for another amount', { ...listed(7), ...shown(7, { amount: 20_001 }) }],
    ['it is over', { ...listed(7), ...shown(7, { status: 'Expirada' }) }],
    ['it shows no code', { ...listed(7), ...shown(7, { paymentProviderData: [] }) }],
  ])('is a duplicate of which nobody knows more where %s', async (_, answers) => {
    await expect(issuing(answers)).rejects.toMatchObject({
      kind: 'duplicate_reference',
      meaning: { outcome: 'unknown', reroute: false },
    });
  });
});
