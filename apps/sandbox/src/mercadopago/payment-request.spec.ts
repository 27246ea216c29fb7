import { efectyBody, pseBody } from '../fixtures/mercadopago-under-test.js';
import { NOW } from '../fixtures/sandbox-under-test.js';
import { parsePaymentBody } from './payment-request.schema.js';

/** The number of Mercado Pago's own error; null for a body that is taken. */
function codeOf(body: unknown): number | null {
  const parsed = parsePaymentBody(body, NOW);
  return 'code' in parsed ? parsed.code : null;
}

const payerOf = (body: Record<string, unknown>, change: object) => ({
  ...body,
  payer: { ...(body['payer'] as object), ...change },
});
const identification = (type: string, number: string) =>
  payerOf(efectyBody(), { identification: { type, number } });
const address = (change: object) => {
  const { address: known } = pseBody()['payer'] as { address: object };
  return payerOf(pseBody(), { address: { ...known, ...change } });
};

describe('a request for a payment', () => {
  it('is taken as the documentation has it', () => {
    expect(codeOf(efectyBody())).toBeNull();
    expect(codeOf(pseBody())).toBeNull();
  });

  it('of a voucher needs no more than an amount, a method and an e-mail address', () => {
    const payer = { email: 'ana@testuser.com' };
    const least = { transaction_amount: 5_000, payment_method_id: 'efecty', payer };
    expect(codeOf(least)).toBeNull();
  });

  it.each([
    ['centavos', efectyBody({ transaction_amount: 85_000.5 }), 4037],
    ['text for an amount', efectyBody({ transaction_amount: '85000' }), 4037],
    ['one peso below the least', efectyBody({ transaction_amount: 4_999 }), 4037],
    ['one peso above the most', efectyBody({ transaction_amount: 8_000_001 }), 4037],
    ['an unknown method', efectyBody({ payment_method_id: 'baloto' }), 2131],
    ['no payer', efectyBody({ payer: undefined }), 4000],
    ['no e-mail address', payerOf(efectyBody(), { email: 'ana' }), 4050],
    ['a document too long', identification('CC', '1'.repeat(16)), 2067],
    ['a document without digits', identification('CC', ''), 2067],
    ['letters in a document', identification('CE', 'A1'), 2067],
    ['an unknown document', identification('PPT', '1'), 2067],
    ['a name too long', payerOf(efectyBody(), { first_name: 'x'.repeat(33) }), 4000],
    [
      'an end that is over',
      efectyBody({ date_of_expiration: '2026-11-20T09:59:59.000-05:00' }),
      23,
    ],
    ['a long life', efectyBody({ date_of_expiration: '2026-12-20T10:00:00.001-05:00' }), 23],
    ['an end without a zone', efectyBody({ date_of_expiration: '2026-11-25T23:59:59' }), 23],
    ['an address that is none', efectyBody({ notification_url: 'ftp://shop.example' }), 4000],
    ['a name that is none', efectyBody({ amount: 1 }), 8],
    ['a name of the payer that is none', payerOf(efectyBody(), { document: '1' }), 8],
    ['no body', undefined, 1],
  ])('is refused with %s', (_, body, code) => {
    expect(codeOf(body)).toBe(code);
  });

  it.each([
    ['the least', efectyBody({ transaction_amount: 5_000 })],
    ['the most', efectyBody({ transaction_amount: 8_000_000 })],
    ['letters in a passport', identification('PAS', 'AB123')],
    ['fields that are for cards', efectyBody({ installments: 1, metadata: { a: 1 } })],
    ['thirty days', efectyBody({ date_of_expiration: '2026-12-20T10:00:00.000-05:00' })],
  ])('is taken with %s', (_, body) => {
    expect(codeOf(body)).toBeNull();
  });

  it('says which name is none', () => {
    const parsed = parsePaymentBody(payerOf(efectyBody(), { document: '1' }), NOW);
    expect(parsed).toEqual({ code: 8, field: '[payer.document]' });
  });
});

describe('a request for a transfer', () => {
  it.each([
    ['no bank', pseBody({ transaction_details: {} }), 4390],
    ['the placeholder', pseBody({ transaction_details: { financial_institution: '0' } }), 4390],
    ['an unknown bank', pseBody({ transaction_details: { financial_institution: '9' } }), 4390],
    ['no address to come back to', pseBody({ callback_url: null }), 4058],
    ['no address of the payer’s machine', pseBody({ additional_info: null }), 4000],
    ['less than the least', pseBody({ transaction_amount: 1_599 }), 4037],
    ['no kind of person', payerOf(pseBody(), { entity_type: null }), 4000],
    ['another kind of person', payerOf(pseBody(), { entity_type: 'company' }), 4000],
    ['no document', payerOf(pseBody(), { identification: null }), 2067],
    ['no home', payerOf(pseBody(), { address: null }), 4000],
    ['no telephone', payerOf(pseBody(), { phone: null }), 4000],
    ['a short area code', payerOf(pseBody(), { phone: { area_code: '1', number: '1' } }), 4000],
    ['a post code of six', address({ zip_code: '110011' }), 4000],
    ['a long street', address({ street_name: 'x'.repeat(19) }), 4000],
    ['a long number of a house', address({ street_number: '10-071' }), 4000],
    ['a long neighbourhood', address({ neighborhood: 'x'.repeat(19) }), 4000],
    ['no city', address({ city: '' }), 4000],
  ])('is refused with %s', (_, body, code) => {
    expect(codeOf(body)).toBe(code);
  });

  it('is taken at the least', () => {
    expect(codeOf(pseBody({ transaction_amount: 1_600 }))).toBeNull();
  });
});
