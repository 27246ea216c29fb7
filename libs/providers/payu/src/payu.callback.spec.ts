import type { RawCallback } from '@cauce/connector-kit';
import fc from 'fast-check';
import { readConfirmation } from './payu.callback.js';
import { confirmationSignature } from './payu.signatures.js';

const keys = { apiKey: '4Vj8eK4rloUd272L48hsrarnUA', merchantId: '508029' };
const ID = 'f3531b6a-3e30-4a8b-8a69-d4a5bd2a3377';

/** Fields as PayU posts them for cash, in the order of its documentation. */
const fields: Record<string, string> = {
  response_code_pol: '1',
  phone: '',
  additional_value: '0.00',
  test: '0',
  transaction_date: '2026-11-23 10:15:00',
  description: 'Piñata azul',
  value: '65000.00',
  payment_method_type: '7',
  email_buyer: 'ana@example.com',
  response_message_pol: 'APPROVED',
  transaction_id: ID,
  sign: '',
  state_pol: '4',
  reference_pol: '1400449740',
  currency: 'COP',
  attempts: '1',
  merchant_id: '508029',
  payment_method_name: 'EFECTY',
  reference_sale: '0001763650',
};

function form(change: Record<string, string> = {}): string {
  const sent = { ...fields, ...change };
  const { reference_sale = '', value = '', currency = '', state_pol = '' } = sent;
  const signed = { reference_sale, value, currency, state_pol };
  const sign = change['sign'] ?? confirmationSignature(signed, keys, 'md5');
  return new URLSearchParams({ ...sent, sign }).toString();
}

function post(body: string | Uint8Array): RawCallback {
  const contentType = 'application/x-www-form-urlencoded';
  return {
    method: 'POST',
    suffix: '',
    query: '',
    contentType,
    headers: {},
    body: Buffer.from(body),
  };
}

const read = (body: string | Uint8Array) => readConfirmation(post(body), keys);

describe('PayU confirmations', () => {
  it('have the signature of their copies, whatever these vary beside it', () => {
    const signature = new URLSearchParams(form()).get('sign') ?? '';
    expect(signature).toHaveLength(32);
    const copies: Record<string, string>[] = [
      {},
      { transaction_id: 'other' },
      { sign: signature.toUpperCase() },
    ];
    for (const copy of copies) expect(read(form(copy))).toMatchObject({ signature });
  });

  it('are hints with our reference as we wrote it, and the transaction', () => {
    expect(read(form())).toMatchObject({
      kind: 'hint',
      hint: { reference: '1763650', providerTransactionId: ID, claims: 'paid' },
    });
  });

  it.each([
    ['4', 'paid'],
    ['5', 'expired'],
    ['6', 'rejected'],
    ['104', 'rejected'],
    ['7', 'pending'],
    ['14', 'pending'],
    ['99', null],
  ])('claim for state %s: %s', (state_pol, claims) => {
    expect(read(form({ state_pol }))).toMatchObject({ kind: 'hint', hint: { claims } });
  });

  it('come in bytes that are not UTF-8 too: what is signed is ASCII', () => {
    const latin = Buffer.concat([Buffer.from(form()), Buffer.from('&x=\xf1', 'latin1')]);
    expect(read(latin).kind).toBe('hint');
  });

  it.each([
    ['another amount', { value: '650000.00' }],
    ['another state', { state_pol: '6' }],
    ['another reference', { reference_sale: '1763651' }],
  ])('are forged with %s under the old signature', (_, change) => {
    const sign = new URLSearchParams(form()).get('sign') ?? '';
    expect(read(form({ ...change, sign })).kind).toBe('forged');
  });

  it.each([
    ['of another merchant', { merchant_id: '508030' }],
    ['without a signature', { sign: '' }],
    ['with an amount that is none', { value: 'x', sign: 'a'.repeat(32) }],
    ['with a state that is no number, rightly signed', { state_pol: '4\u0080~6' }],
    ['with a currency that is none, rightly signed', { currency: 'pesos' }],
    ['without a transaction', { transaction_id: '' }],
  ])('are forged %s, and name their reference all the same', (_, change) => {
    expect(read(form(change))).toEqual({ kind: 'forged', reference: '1763650' });
  });

  it('name no reference that cannot be ours', () => {
    for (const reference_sale of ['', 'ORD-1', '9'.repeat(49)]) {
      expect(read(form({ reference_sale, sign: 'a'.repeat(32) }))).toEqual({
        kind: 'forged',
        reference: null,
      });
    }
  });

  it('are forged when they are cut in the middle', () => {
    const whole = Buffer.from(form());
    expect(read(whole.subarray(0, whole.length / 2)).kind).toBe('forged');
  });

  it('never fail, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(read(bytes).kind).toBe('forged');
      }),
    );
  });

  it('are not read from the query: PayU posts them', () => {
    const asGet = { ...post(''), method: 'GET', query: form() };
    expect(readConfirmation(asGet, keys)).toEqual({ kind: 'forged', reference: null });
  });
});
