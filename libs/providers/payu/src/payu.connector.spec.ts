import {
  ConnectorError,
  type IssueRequest,
  type ProviderCall,
  type ProviderReply,
  type ProviderRequest,
} from '@cauce/connector-kit';
import { payuCashConnector, payuPseConnector } from './index.js';
import {
  payuOptions,
  payuOrder,
  payuRequest,
  submitted,
  submittedPse,
} from './fixtures/payu-answers.js';

const NOW = new Date('2026-11-23T15:00:00Z');

const cash = payuCashConnector({
  ...payuOptions,
  rail: 'efecty',
  method: 'EFECTY',
  agreement: null,
  textOf: ({ code }) => ({ es: code, en: code }),
});
const pse = payuPseConnector({ ...payuOptions, rail: 'pse' });

type Scripted = object | string | ConnectorError | { status: number };

/** A call whose answers are given; it remembers what was asked. */
function scripted(...answers: Scripted[]) {
  const asked: (ProviderRequest & { command: string; json: Record<string, unknown> })[] = [];
  const call: ProviderCall = {
    signal: new AbortController().signal,
    now: () => NOW,
    send: async (request) => {
      const json = JSON.parse(request.body ?? '{}');
      asked.push({ ...request, command: json.command, json });
      const next = answers.shift();
      if (next === undefined) throw new Error(`nothing is scripted for ${json.command}`);
      if (next instanceof Error) throw next;
      return toReply(next);
    },
  };
  return { call, asked };
}

function toReply(answer: Exclude<Scripted, ConnectorError>): ProviderReply {
  const status = typeof answer === 'object' && 'status' in answer ? Number(answer.status) : 200;
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  return { status, headers: {}, body: Buffer.from(text) };
}

const found = (...orders: object[]) => ({
  code: 'SUCCESS',
  error: null,
  result: { payload: orders },
});
const none = { code: 'SUCCESS', error: null, result: { payload: null } };
const refused = (error: string) => ({ code: 'ERROR', error, transactionResponse: null });
const timeout = new ConnectorError('timeout', 'no answer');

const issue = (answers: Scripted[], change: Partial<IssueRequest> = {}) =>
  cash.issue(payuRequest(change), scripted(...answers).call);

describe('issuing over PayU', () => {
  it('looks first, then submits, and hands out the voucher', async () => {
    const { call, asked } = scripted(none, submitted);
    await expect(cash.issue(payuRequest(), call)).resolves.toEqual({
      providerTransactionId: 'f3531b6a-3e30-4a8b-8a69-d4a5bd2a3377',
      instruction: {
        kind: 'voucher',
        code: '1400449740',
        agreement: null,
        barcode: null,
        expiresAt: new Date('2026-11-26T15:00:00Z'),
        text: { es: '1400449740', en: '1400449740' },
      },
    });
    expect(asked.map(({ url, purpose, command }) => [url, purpose, command])).toEqual([
      [
        'https://payu.example/reports-api/4.0/service.cgi',
        'log_in',
        'ORDER_DETAIL_BY_REFERENCE_CODE',
      ],
      ['https://payu.example/payments-api/4.0/service.cgi', 'execute', 'SUBMIT_TRANSACTION'],
    ]);
    expect(asked[1]?.json).toMatchObject({
      language: 'es',
      test: false,
      merchant: { apiLogin: 'pRRXKOl8ikMmt9u', apiKey: '4Vj8eK4rloUd272L48hsrarnUA' },
    });
  });

  it('asks for an end within the account’s rule', async () => {
    const { call, asked } = scripted(none, submitted);
    await cash.issue(payuRequest({ expiresAt: new Date('2027-11-23T15:00:00Z') }), call);
    const expirationDate = '2026-11-30T10:00:00';
    expect(asked[1]?.json).toMatchObject({ transaction: { expirationDate } });
  });

  it('sends the payer of a transfer to the bank', async () => {
    const { call } = scripted(none, submittedPse);
    const { instruction } = await pse.issue(payuRequest({ bank: '1022' }), call);
    expect(instruction).toMatchObject({
      kind: 'redirect',
      url: expect.stringMatching('pse-caller'),
    });
  });

  it('sends nothing when the request itself cannot be', async () => {
    const { call, asked } = scripted();
    const amount = { minor: 150n, currency: 'COP' as const };
    await expect(cash.issue(payuRequest({ amount }), call)).rejects.toThrow('invalid_request');
    expect(asked).toEqual([]);
  });

  it.each<[string, Scripted, string]>([
    ['no answer', timeout, 'login_failed'],
    ['a failure', { status: 500 }, 'login_failed'],
    ['a page', '<html>mantenimiento</html>', 'login_failed'],
    ['an error', refused('Ha ocurrido un error'), 'login_failed'],
    ['no result', { code: 'SUCCESS' }, 'malformed_reply'],
    ['an order that cannot be read', found({ id: 1 }), 'malformed_reply'],
    ['another order', found(payuOrder({ referenceCode: '9' })), 'wrong_reference'],
    ['wrong keys', refused('Credenciales inválidas'), 'auth_failed'],
    ['a 401', { status: 401 }, 'auth_failed'],
    ['no connection', new ConnectorError('connect_failed', 'x'), 'connect_failed'],
  ])('submits nothing when the look has %s', async (_, look, kind) => {
    const error = look === timeout ? new ConnectorError('login_failed', 'x') : look;
    await expect(issue([error])).rejects.toMatchObject({ kind });
  });

  it.each<[string, Scripted, string]>([
    ['no answer', timeout, 'timeout'],
    ['a failure', { status: 503 }, 'provider_failed'],
    ['a page', '<html></html>', 'malformed_reply'],
    ['an unknown code', { code: 'MAYBE' }, 'malformed_reply'],
    ['a success without a transaction', { code: 'SUCCESS' }, 'malformed_reply'],
    ['an error that we do not know', refused('Ha ocurrido un error'), 'malformed_reply'],
    ['an error without text', { code: 'ERROR', error: null }, 'malformed_reply'],
    ['an invalid field', refused('property: payer.dniNumber, message: x'), 'provider_rejected'],
    [
      'a decline',
      made({ state: 'DECLINED', responseCode: 'ENTITY_DECLINED' }),
      'provider_rejected',
    ],
    ['an unknown state', made({ state: 'HALFWAY' }), 'malformed_reply'],
    ['no voucher in it', made({ extraParameters: null }), 'malformed_reply'],
    ['the voucher of another order', made({ orderId: 1400449741 }), 'wrong_reference'],
  ])('fails as it must when the submit has %s', async (_, answer, kind) => {
    await expect(issue([none, answer])).rejects.toMatchObject({ kind });
  });

  function made(change: object) {
    return { ...submitted, transactionResponse: { ...submitted.transactionResponse, ...change } };
  }
});

describe('issuing again over PayU', () => {
  const pending = payuOrder({}, { state: 'PENDING' });

  it('hands out what it handed out before, and submits nothing', async () => {
    const first = await issue([none, submitted]);
    const { call, asked } = scripted(found(pending));
    expect(await cash.issue(payuRequest(), call)).toEqual(first);
    expect(asked).toHaveLength(1);
  });

  it.each<[string, object]>([
    ['it is paid', payuOrder({}, { state: 'APPROVED' })],
    ['it is over', payuOrder({}, { state: 'EXPIRED' })],
    ['it is for another amount', payuOrder({ amount: 65001 }, { state: 'PENDING' })],
    ['it is paid elsewhere', payuOrder({ paymentMethod: 'PSE' }, { state: 'PENDING' })],
    ['PayU shows no voucher', payuOrder({ extraParameters: null }, { state: 'PENDING' })],
  ])('says that the reference is there when %s', async (_, order) => {
    await expect(issue([found(order)])).rejects.toMatchObject({ kind: 'duplicate_reference' });
  });

  it('says that it does not know when what is there has a state that it does not know', async () => {
    const order = payuOrder({}, { state: 'WONDERFUL' });
    await expect(issue([found(order)])).rejects.toMatchObject({ kind: 'malformed_reply' });
  });
});

describe('a status over PayU', () => {
  const reference = payuRequest().reference;
  const id = 'f3531b6a-3e30-4a8b-8a69-d4a5bd2a3377';
  const paid = payuOrder({}, { state: 'APPROVED' });
  const read = (answers: Scripted[], ids: string[], scope: 'reference' | 'transactions') => {
    const { call, asked } = scripted(...answers);
    const answer = cash.readStatus({ reference, providerTransactionIds: ids, scope }, call);
    return { answer, asked };
  };
  const one = { providerTransactionId: id, reference, status: 'paid' };

  it.each([none, found(), { code: 'SUCCESS', result: null }])(
    'is absent for %j',
    async (nothing) => {
      await expect(read([nothing], [], 'reference').answer).resolves.toEqual({ kind: 'absent' });
    },
  );

  it('is read by our reference, in one request that changes nothing', async () => {
    const { answer, asked } = read([found(paid)], [id], 'reference');
    await expect(answer).resolves.toMatchObject({ kind: 'found', transactions: [one] });
    expect(asked.map((request) => request.purpose)).toEqual(['read']);
  });

  it('counts no test in a live account', async () => {
    const test = { ...paid, isTest: true };
    await expect(read([found(test)], [], 'reference').answer).resolves.toEqual({ kind: 'absent' });
  });

  it('is that of the named transaction alone where one is named', async () => {
    const other = { ...paid, id: 2, transactions: [{ ...paid.transactions[0], id: 'other' }] };
    const { answer } = read([found(paid, other)], [id], 'transactions');
    await expect(answer).resolves.toMatchObject({ transactions: [one] });
    await expect(read([found(paid)], [id], 'transactions').answer).resolves.toMatchObject({
      transactions: [{ amount: { minor: 6_500_000n } }],
    });
  });

  const named = (payload: object | null) => ({ code: 'SUCCESS', result: { payload } });

  it('finds a transaction under another reference by its order', async () => {
    const theirs = { ...paid, referenceCode: '77' };
    const detail = named({ state: 'APPROVED', extraParameters: { REFERENCE: 1400449740 } });
    const { answer, asked } = read([none, detail, named(theirs)], [id], 'transactions');
    await expect(answer).resolves.toMatchObject({ transactions: [{ ...one, reference: '77' }] });
    expect(asked[2]?.json).toMatchObject({
      command: 'ORDER_DETAIL',
      details: { orderId: 1400449740 },
    });
  });

  it('is absent when PayU has neither reference nor transaction', async () => {
    await expect(read([none, named(null)], [id], 'transactions').answer).resolves.toEqual({
      kind: 'absent',
    });
  });

  it.each<[string, Scripted[], string]>([
    ['PayU has it and not under its reference', [named({ orderId: 1 })], 'malformed_reply'],
    ['PayU does not say of which order', [named({ state: 'APPROVED' })], 'malformed_reply'],
    ['there is an error', [refused('No existe')], 'malformed_reply'],
    ['there is no answer', [timeout], 'timeout'],
  ])('is an error when a transaction is missing and %s', async (_, answers, kind) => {
    const { answer } = read([none, ...answers], [id], 'reference');
    await expect(answer).rejects.toMatchObject({ kind });
  });

  it('does not believe another order', async () => {
    const answers = [none, named({ orderId: 1 }), named(paid)];
    await expect(read(answers, [id], 'transactions').answer).rejects.toMatchObject({
      kind: 'wrong_reference',
    });
    const theirs = found({ ...paid, referenceCode: '77' });
    await expect(read([theirs], [], 'reference').answer).rejects.toMatchObject({
      kind: 'wrong_reference',
    });
  });
});

describe('the banks of PSE over PayU', () => {
  const banks = (...rows: [string | number, string][]) => ({
    code: 'SUCCESS',
    banks: rows.map(([pseCode, description]) => ({ id: 'x', description, pseCode })),
  });

  it('are listed without placeholders, each code once', async () => {
    const list = banks(
      ['0', 'Seleccione'],
      ['1551', ' DAVIPLATA '],
      [1055, 'A'],
      ['1055', 'B'],
      ['', '-'],
    );
    const { call, asked } = scripted(list);
    await expect(pse.listBanks?.(call)).resolves.toEqual([
      { code: '1551', name: 'DAVIPLATA' },
      { code: '1055', name: 'A' },
    ]);
    const bankListInformation = { paymentMethod: 'PSE', paymentCountry: 'CO' };
    expect(asked).toMatchObject([{ purpose: 'read', json: { bankListInformation } }]);
  });

  it('are an error when there is one', async () => {
    const { call } = scripted(refused('x'));
    await expect(pse.listBanks?.(call)).rejects.toThrow('malformed_reply');
    expect(cash.listBanks).toBeUndefined();
  });
});
