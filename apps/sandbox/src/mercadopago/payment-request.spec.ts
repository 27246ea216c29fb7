import { efectyBody, pseBody } from '../fixtures/mercadopago-under-test.js';
import { NOW } from '../fixtures/sandbox-under-test.js';
import { paymentBodySchema } from './payment-request.schema.js';

function problemsOf(body: unknown): string[] {
  const parsed = paymentBodySchema(NOW).safeParse(body);
  return parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
}

const payerWith = (change: object) => ({
  payer: { ...(efectyBody()['payer'] as object), ...change },
});

describe('a request for a payment', () => {
  it('is taken as the documentation has it', () => {
    expect(problemsOf(efectyBody())).toEqual([]);
    expect(problemsOf(pseBody())).toEqual([]);
  });

  it.each([
    ['centavos', { transaction_amount: 85_000.5 }, '4037'],
    ['text for an amount', { transaction_amount: '85000' }, '4037'],
    ['one peso below the least', { transaction_amount: 4_999 }, '4037'],
    ['one peso above the most', { transaction_amount: 8_000_001 }, '4037'],
    ['an unknown method', { payment_method_id: 'baloto' }, '2131'],
    ['no e-mail address', payerWith({ email: 'ana' }), '4050'],
    [
      'a document too long',
      payerWith({ identification: { type: 'CC', number: '1'.repeat(16) } }),
      '2067',
    ],
    ['an unknown document', payerWith({ identification: { type: 'PPT', number: '1' } }), '2067'],
    ['a name too long', payerWith({ first_name: 'x'.repeat(33) }), '4000'],
    ['an end that is over', { date_of_expiration: '2026-11-20T09:59:59.000-05:00' }, '23'],
    ['an end in a month and a day', { date_of_expiration: '2026-12-21T10:00:00.001-05:00' }, '23'],
    ['an end without a zone', { date_of_expiration: '2026-11-25T23:59:59' }, '23'],
  ])('is refused with %s', (_, change, cause) => {
    expect(problemsOf(efectyBody(change))).toEqual([cause]);
  });

  it.each([5_000, 8_000_000])('is taken at a limit: %d', (pesos) => {
    expect(problemsOf(efectyBody({ transaction_amount: pesos }))).toEqual([]);
  });

  it.each([
    ['no bank', { transaction_details: {} }, '4390'],
    ['the placeholder for a bank', { transaction_details: { financial_institution: '0' } }, '4390'],
    ['no address to come back to', { callback_url: null }, '4000'],
    ['no address of the payer', { additional_info: null }, '4000'],
    ['less than the least', { transaction_amount: 1_599 }, '4037'],
  ])('of a transfer is refused with %s', (_, change, cause) => {
    expect(problemsOf(pseBody(change))).toEqual([cause]);
  });
});
