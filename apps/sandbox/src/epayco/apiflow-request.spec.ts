import { PSE_PARTS, sealedLeaves, transactionBody } from '../fixtures/epayco-apiflow.js';
import { KEYS } from '../fixtures/sandbox-under-test.js';
import { openLeaves } from './apiflow-cipher.js';
import { parseApiflowRequest } from './apiflow-request.schema.js';
import { CASH_NETWORKS } from './cash-network.js';

const parse = (changes: Record<string, unknown> = {}) =>
  parseApiflowRequest(openLeaves(sealedLeaves(transactionBody(changes)), KEYS.privateKey));

function problems(changes: Record<string, unknown>): string[] {
  const parsed = parse(changes);
  const found = parsed.kind === 'refused' ? parsed.problems : [];
  return found.map(({ field, code }) => `${field} ${code}`);
}

describe('a request for a transaction', () => {
  it('for a voucher says what a restpagos request says', () => {
    expect(parse({ confirmationUrl: 'https://m.example/c', confirmationMethod: 'GET' })).toEqual({
      kind: 'understood',
      asked: {
        network: 'efecty',
        isUnique: false,
        request: {
          factura: '3001',
          amount: { minor: 8_500_000n, currency: 'COP' },
          requestedExpiry: null,
          publicKey: KEYS.publicKey,
          confirmation: { url: 'https://m.example/c', method: 'GET' },
          details: expect.objectContaining({
            nombres: 'Ana María',
            celular: '3010000001',
            iva: 1_000,
            isTest: true,
            extras: expect.objectContaining({ extra1: 'uno' }),
            extra5Epayco: 'P44',
          }),
        },
      },
    });
  });

  it.each(Object.entries(CASH_NETWORKS))('for %s names its franchise', (network, { franchise }) => {
    expect(parse({ paymentMethodData: { franchise } })).toMatchObject({ asked: { network } });
  });

  it('for a transfer names the bank, and where the payer comes back to', () => {
    expect(parse(PSE_PARTS)).toMatchObject({
      asked: {
        network: 'pse',
        request: { details: { banco: '1077', urlRespuesta: 'https://shop.example/r' } },
      },
    });
  });

  it('takes nothing but extras from the extras', () => {
    expect(parse({ extras: { factura: '9', extra2: 'dos' } })).toMatchObject({
      asked: { request: { factura: '3001', details: { extras: { extra2: 'dos' } } } },
    });
  });

  it.each([
    ['invoice', { invoice: undefined }, 'A001'],
    ['amount', { amount: '1.5' }, 'A002'],
    ['document', { document: '1' }, 'A002'],
    ['documentType', { documentType: 'PEP' }, 'A004'],
    ['paymentMethod', { paymentMethod: 'TDC' }, 'A004'],
    ['paymentMethodData.franchise', { paymentMethodData: { franchise: 'VS' } }, 'A004'],
    [
      'paymentMethodData.bankCode',
      { ...PSE_PARTS, paymentMethodData: { typePerson: '0', bankCode: '0' } },
      'A004',
    ],
    [
      'paymentMethodData.typePerson',
      { ...PSE_PARTS, paymentMethodData: { bankCode: '1077' } },
      'A001',
    ],
    ['uniqueTransactionPerBill', { uniqueTransactionPerBill: 'si' }, 'A002'],
  ])('is refused for its %s', (field, changes, code) => {
    expect(problems(changes)).toEqual([`${field} ${code}`]);
  });
});
