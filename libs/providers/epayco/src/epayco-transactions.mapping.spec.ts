import type { IssueRequest } from '@cauce/connector-kit';
import {
  toIssuedTransaction,
  toTransactionBody,
  toTransactionStatus,
} from './epayco-transactions.mapping.js';
import { transactionReply } from './epayco-transactions.messages.js';
import { cashWay, FRANCHISES, franchiseOf, pseWay } from './epayco-transactions.ways.js';
import { EPAYCO_STATES, stateNamed } from './epayco.states.js';

const account = { publicKey: 'pub', customerId: '12345', isTest: true, egressIp: '190.0.0.1' };
const LIFE_MS = 20 * 60_000;
const pse = pseWay({ minimumMs: LIFE_MS, maximumMs: LIFE_MS, defaultMs: LIFE_MS });
const cash = cashWay('efecty', ({ code }) => ({ es: `código ${code}`, en: `code ${code}` }));
const now = new Date('2026-11-20T15:05:00Z');

const request: IssueRequest = {
  attemptId: 'att_1',
  reference: '1763650123',
  amount: { minor: 2_000_000n, currency: 'COP' },
  description: 'Piñata  🎉 azul',
  payer: {
    kind: 'person',
    name: 'Ana María Muñoz Peña',
    email: 'ana@example.com',
    phone: '+573001112233',
    document: { type: 'CC', number: '1020304051' },
  },
  expiresAt: new Date('2026-11-22T15:00:00Z'),
  returnUrl: null,
  bank: null,
  callbackUrl: 'https://cauce.example/callbacks/efecty.epayco',
};
const transfer = { ...request, bank: '1077', returnUrl: 'https://shop.example/back' };

/** What stands in an answer to a create, and in one to a query. */
const answered = {
  refPayco: '1000008905',
  invoice: '1763650123',
  amount: '20000',
  currency: 'COP',
  status: 'Pendiente',
  response: 'Pendiente de pago',
  responseCode: 'P004',
  receipt: '1000008905',
  authorization: '000000',
  date: '2026-11-20 10:00:00',
  franchise: 'EF',
  testMode: '1',
  paymentProviderData: {
    pin: '29542412552',
    agreementCode: '110342',
    expirationDate: '2026-11-25 10:00:00',
    trm: '0',
  },
};
const page = { urlPayment: 'https://bank.example/1', trazabilityCode: '5788530', cycle: '3' };

const read = (change: object = {}) =>
  transactionReply.parse({ success: true, data: { ...answered, ...change } }).data;

describe('a create at the newer service', () => {
  it('has the fields of the SDK in their order, and no end', () => {
    expect(Object.entries(toTransactionBody(request, account, cash))).toEqual([
      ['invoice', '1763650123'],
      ['quotes', '1'],
      ['documentType', 'CC'],
      ['document', '1020304051'],
      ['names', 'Ana María'],
      ['lastNames', 'Muñoz Peña'],
      ['cellphone', '3001112233'],
      ['email', 'ana@example.com'],
      ['amount', '20000'],
      ['tax', 0],
      ['ico', 0],
      ['taxBase', 0],
      ['currency', 'COP'],
      ['testMode', true],
      ['uniqueTransactionPerBill', true],
      ['paymentMethod', 'CASH'],
      ['paymentMethodData', { franchise: 'EF' }],
      ['country', 'CO'],
      ['ip', '190.0.0.1'],
      ['responseUrl', 'https://cauce.example/callbacks/efecty.epayco'],
      ['confirmationUrl', 'https://cauce.example/callbacks/efecty.epayco'],
      ['confirmationMethod', 'POST'],
      ['description', 'Piñata azul'],
      ['integrationType', { tipo_checkout: 'smart_checkout', modo_pago: 'cash' }],
      ['publicKey', 'pub'],
      ['extras', {}],
      ['extrasEpayco', { extra1: '', extra2: '', extra3: '', extra5: 'P44' }],
    ]);
  });

  it.each([
    ['person', '0'],
    ['company', '1'],
  ] as const)('of a %s’s transfer names its kind and the bank', (kind, typePerson) => {
    const one = { ...transfer, payer: { ...request.payer, kind } };
    expect(toTransactionBody(one, account, pse)).toMatchObject({
      paymentMethod: 'PSE',
      paymentMethodData: { typePerson, bankCode: '1077' },
      responseUrl: 'https://shop.example/back',
      integrationType: { modo_pago: 'pse' },
    });
  });

  it.each([
    ['efecty', 'EF'],
    ['baloto', 'BA'],
    ['gana', 'GA'],
    ['redservi', 'RS'],
    ['puntored', 'PR'],
    ['sured', 'SR'],
  ])('at %s is for the franchise %s', (network, franchise) => {
    const way = cashWay(network, () => ({ es: '', en: '' }));
    const body = toTransactionBody(request, account, way);
    expect(body['paymentMethodData']).toEqual({ franchise });
  });

  it('knows no network that this test does not know', () => {
    expect(Object.keys(FRANCHISES)).toHaveLength(6);
    for (const name of ['pse', 'toString', '']) expect(() => franchiseOf(name)).toThrow('network');
  });

  it('is live only in an account that is live', () => {
    const body = toTransactionBody(request, { ...account, isTest: false }, cash);
    expect(body['testMode']).toBe(false);
  });

  it.each([
    ['centavos', cash, { amount: { minor: 2_000_050n, currency: 'COP' as const } }],
    ['no document', cash, { payer: { ...request.payer, document: null } }],
    ['no e-mail', cash, { payer: { ...request.payer, email: null } }],
    ['no bank', pse, { bank: null }],
  ])('is refused with %s before anything is sent', (_, way, change) => {
    const making = () => toTransactionBody({ ...request, ...change }, account, way);
    expect(making).toThrow(expect.objectContaining({ kind: 'invalid_request' }));
  });
});

describe('what the newer service made', () => {
  it('is a voucher that ends when ePayco says, not when it was wished', () => {
    expect(toIssuedTransaction(read(), request, account, cash, now)).toEqual({
      providerTransactionId: '1000008905',
      instruction: {
        kind: 'voucher',
        code: '29542412552',
        agreement: '110342',
        barcode: null,
        expiresAt: new Date('2026-11-25T15:00:00Z'),
        text: { es: 'código 29542412552', en: 'code 29542412552' },
      },
    });
  });

  it('ends with its day where ePayco names the day alone', () => {
    const data = read({ paymentProviderData: { pin: '1', expirationDate: '2026-11-25' } });
    expect(toIssuedTransaction(data, request, account, cash, now).instruction).toMatchObject({
      agreement: null,
      expiresAt: new Date('2026-11-26T04:59:59Z'),
    });
  });

  it.each([
    ['2026-11-20 10:00:00', '2026-11-20T15:20:00Z'],
    [undefined, '2026-11-20T15:25:00Z'],
  ])('is a page for twenty minutes when made at %s', (date, end) => {
    const data = read({ franchise: 'PSE', paymentProviderData: page, date });
    expect(toIssuedTransaction(data, transfer, account, pse, now).instruction).toEqual({
      kind: 'redirect',
      url: 'https://bank.example/1',
      expiresAt: new Date(end),
    });
  });

  it.each([
    ['another invoice', { invoice: '1' }, 'wrong_reference'],
    ['another amount', { amount: '20001' }, 'wrong_reference'],
    ['another currency', { currency: 'USD' }, 'malformed_reply'],
    ['a state of no table', { status: 'Aparcada' }, 'malformed_reply'],
    ['no code', { paymentProviderData: [] }, 'malformed_reply'],
    ['no end', { paymentProviderData: { pin: '1' } }, 'malformed_reply'],
    [
      'an end that is no time',
      { paymentProviderData: { pin: '1', expirationDate: 'pronto' } },
      'malformed_reply',
    ],
    ['a refusal', { status: 'Rechazada', paymentProviderData: [] }, 'provider_rejected'],
    [
      'a refusal of the amount',
      { status: 'rechazada', response: 'Amount must be greater than 20000' },
      'limit_exceeded',
    ],
    ['a failure', { status: 'Fallida' }, 'provider_rejected'],
    ['a refusal of the payer', { status: 'Antifraude' }, 'payer_rejected'],
    ['a mode that is not ours', { testMode: '2' }, 'wrong_reference'],
    [
      'a refusal in a mode that is not ours',
      { testMode: '2', status: 'Rechazada' },
      'wrong_reference',
    ],
    ['another network', { franchise: 'BA' }, 'wrong_reference'],
    ['no network', { franchise: null }, 'malformed_reply'],
    ['a voucher that has expired', { status: 'Expirada' }, 'malformed_reply'],
    ['a voucher that was cancelled', { status: 'Cancelada' }, 'malformed_reply'],
    ['a voucher that was abandoned', { status: 'Abandonada' }, 'malformed_reply'],
    ['a payment that was taken back', { status: 'Reversada' }, 'malformed_reply'],
  ])('is not believed with %s: %s', (_, change, kind) => {
    const reading = () => toIssuedTransaction(read(change), request, account, cash, now);
    expect(reading).toThrow(expect.objectContaining({ kind }));
  });

  it('is no real voucher when ePayco has the account in test mode', () => {
    const live = { ...account, isTest: false };
    const reading = () => toIssuedTransaction(read(), request, live, cash, now);
    expect(reading).toThrow(expect.objectContaining({ kind: 'wrong_reference' }));
    const made = read({ testMode: '2' });
    expect(toIssuedTransaction(made, request, live, cash, now).providerTransactionId).toBe(
      '1000008905',
    );
  });

  it.each(['Pendiente', 'Retenida', 'Iniciada', 'Aceptada'])(
    'is handed out in the state %s: it can be paid, or is',
    (status) => {
      const made = toIssuedTransaction(read({ status }), request, account, cash, now);
      expect(made.instruction).toMatchObject({ code: '29542412552' });
    },
  );

  it('is no transfer without its page', () => {
    const { urlPayment: _, ...rest } = page;
    const data = read({ franchise: 'PSE', paymentProviderData: rest });
    const reading = () => toIssuedTransaction(data, transfer, account, pse, now);
    expect(reading).toThrow(expect.objectContaining({ kind: 'malformed_reply' }));
  });
});

describe('what the newer service says of a transaction', () => {
  it('becomes a transaction in our words', () => {
    const data = read({ invoice: '0001763650123', status: 'Aceptada', amount: '20000.00' });
    expect(toTransactionStatus(data)).toEqual({
      providerTransactionId: '1000008905',
      reference: '1763650123',
      status: 'paid',
      amount: { minor: 2_000_000n, currency: 'COP' },
      occurredAt: new Date('2026-11-20T15:00:00Z'),
    });
  });

  it.each([
    ['Aceptada', '1'],
    ['Aprobada', '1'],
    ['Rechazada', '2'],
    ['Pendiente', '3'],
    ['PENDIENTE', '3'],
    ['Fallida', '4'],
    ['Reversada', '6'],
    ['Reversado', '6'],
    ['Retenida', '7'],
    ['Retenido', '7'],
    ['Iniciada', '8'],
    ['Expirada', '9'],
    ['Abandonada', '10'],
    ['Cancelada', '11'],
    ['Antifraude', '12'],
  ] as const)('%s is state %s', (word, code) => {
    expect(stateNamed(word)).toBe(code);
    expect(toTransactionStatus(read({ status: word })).status).toBe(EPAYCO_STATES[code]);
  });

  it.each(['', '3', 'Pagada', 'constructor', '__proto__', 'Pendiente '])(
    'is an error in the state %j, never a default',
    (status) => {
      expect(() => toTransactionStatus(read({ status }))).toThrow('malformed_reply');
    },
  );

  it.each([[null], [''], ['ayer']])('is an error at the time %j', (date) => {
    expect(() => toTransactionStatus(read({ date }))).toThrow('malformed_reply');
  });

  it.each([
    ['1', true],
    [true, true],
    ['2', false],
    [false, false],
  ])('with testMode %j is a test: %j', (testMode, isTest) => {
    expect(read({ testMode }).testMode).toBe(isTest);
  });

  it.each(['0', '3', '', null, undefined])('does not parse with testMode %j', (testMode) => {
    expect(() => read({ testMode })).toThrow();
  });
});
