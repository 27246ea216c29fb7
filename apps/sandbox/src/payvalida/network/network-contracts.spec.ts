import { sha512Of } from '../../fixtures/payvalida-under-test.js';
import { pesos } from '../../fixtures/provider-under-test.js';
import { CONTRACTS } from './network-contracts.js';
import { consultSchema } from './network-request.schema.js';

const { contract: _, ...host } = consultSchema.parse({
  url: 'http://host/pay/',
  netname: 'VIA',
  hash: 'FIXEDHASH',
  reference: '9999999999',
  document: '1020304051',
});
const payment = { reference: '9999999999', amount: pesos(45_000), transaction: '45186800' };

describe('what a till asks to collect', () => {
  const { consult, register, confirm, reverse, checksums } = CONTRACTS.collect;

  it('consults a reference', () => {
    const checksum = sha512Of('VIA9999999999FIXEDHASH');
    expect(consult(host, host)).toEqual({
      method: 'GET',
      url: `http://host/pay/v1/orders/9999999999?name=VIA&checksum=${checksum}`,
      body: null,
    });
  });

  it('registers whole pesos under a number', () => {
    expect(register(host, payment)).toEqual({
      method: 'POST',
      url: 'http://host/pay/v1/transactions/',
      body: {
        name: 'VIA',
        reference: '9999999999',
        amount: '45000',
        transaction: '45186800',
        commerce: 'Cauce',
        teller: 'T-1',
        money: 'COP',
        checksum: sha512Of('VIA99999999994500045186800FIXEDHASH'),
      },
    });
  });

  it.each([
    ['true', confirm],
    ['false', reverse],
  ])('says %s to make it final, or to take it back', (said, write) => {
    expect(write(host, payment.transaction)).toEqual({
      method: 'PATCH',
      url: 'http://host/pay/v1/transactions/',
      body: {
        name: 'VIA',
        transaction: '45186800',
        confirm: said,
        checksum: sha512Of('VIA45186800FIXEDHASH'),
      },
    });
  });

  it('gets answers without a checksum', () => {
    expect(checksums).toBeNull();
  });
});

describe('what a till asks to hand cash out', () => {
  const { consult, register, confirm, reverse, checksums } = CONTRACTS.cash_out;

  it('consults an OTP and a document', () => {
    expect(consult(host, { reference: '1234056', document: '1020304051' })).toEqual({
      method: 'POST',
      url: 'http://host/pay/cashout/v1/order/VIA',
      body: {
        otp: '1234056',
        netcode: 180,
        document: '1020304051',
        checksum: sha512Of('VIA12340561020304051FIXEDHASH'),
        customparam01: '',
        customparam02: '',
        customparam03: '',
      },
    });
  });

  it('registers an operation, which is final at once', () => {
    expect(register(host, { ...payment, reference: '77' })).toEqual({
      method: 'POST',
      url: 'http://host/pay/cashout/v1/transaction/VIA',
      body: {
        idoperation: '77',
        netcode: 180,
        transaction: '45186800',
        teller: 'T-1',
        danecode: '11001',
        checksum: sha512Of('VIA7745186800FIXEDHASH'),
      },
    });
    expect(confirm(host, payment.transaction)).toBeNull();
  });

  it('reverses by the number', () => {
    expect(reverse(host, payment.transaction)).toEqual({
      method: 'PATCH',
      url: 'http://host/pay/cashout/v1/transaction/VIA/45186800',
      body: {
        netcode: 180,
        transaction: '45186800',
        checksum: sha512Of('VIA45186800FIXEDHASH'),
      },
    });
  });

  it.each([
    [
      'consult',
      { otp: '1', document: '2', amount: '45000', currency: 'COP', operation: '77' },
      '1245000COP77H',
    ],
    ['register', { transaction: '5', idpayvalida: '6' }, '56H'],
    ['confirm', { transaction: '5' }, '5H'],
    ['reverse', { transaction: '5' }, '5H'],
  ] as const)('knows the checksum of an answer to %s', (step, data, text) => {
    expect(checksums?.[step](data, 'H')).toBe(sha512Of(text));
  });
});
