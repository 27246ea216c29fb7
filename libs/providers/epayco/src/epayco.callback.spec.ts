import type { RawCallback } from '@cauce/connector-kit';
import fc from 'fast-check';
import { confirmationSignature, readConfirmation } from './epayco.callback.js';

/** Vector recomputed from the published rule with a key of our own. */
const keys = { customerId: '12345', pKey: '268c8e0162990cf2ce97fa7ade2eff5a' };
const fields = {
  x_cust_id_cliente: '12345',
  x_ref_payco: '101645839',
  x_id_invoice: '0001763650',
  x_transaction_id: '1016458391730902025',
  x_amount: '20000',
  x_currency_code: 'COP',
  x_cod_transaction_state: '1',
  x_signature: '50a279f7064477a54621a7fea84834b0a529380cfe1259efe582264a82e66da3',
};
const hint = { reference: '1763650', providerTransactionId: '101645839', claims: 'paid' };

const form = (change: Record<string, string> = {}) =>
  new URLSearchParams({ ...fields, ...change }).toString();

function post(
  body: string | Uint8Array,
  contentType = 'application/x-www-form-urlencoded',
): RawCallback {
  return {
    method: 'POST',
    suffix: '',
    query: '',
    contentType,
    headers: {},
    body: Buffer.from(body),
  };
}

const get = (query: string): RawCallback => ({
  method: 'GET',
  suffix: '',
  query,
  contentType: null,
  headers: {},
  body: new Uint8Array(),
});

describe('ePayco confirmations', () => {
  it('have the signature of their copies, whatever these vary beside it', () => {
    const signature = fields.x_signature;
    const copies: Record<string, string>[] = [
      {},
      { x_id_invoice: '1' },
      { x_extra1: 'a' },
      { x_signature: signature.toUpperCase() },
    ];
    for (const copy of copies) {
      expect(readConfirmation(post(form(copy)), keys)).toMatchObject({ signature });
    }
  });

  it('have the published signature', () => {
    expect(confirmationSignature(fields, keys)).toBe(fields.x_signature);
  });

  it.each([
    ['as a form', post(form())],
    ['as a form with a charset', post(form(), 'application/x-www-form-urlencoded; charset=utf-8')],
    ['as JSON', post(JSON.stringify(fields), 'application/json')],
    ['as a query', get(form())],
    ['with a capital signature', post(form({ x_signature: fields.x_signature.toUpperCase() }))],
    [
      'with fields that we do not know',
      post(`${form()}&x_extra1=a%20b&x_new=%C3%B1&x_amount_ok=1`),
    ],
  ])('are read %s', (_, callback) => {
    expect(readConfirmation(callback, keys)).toMatchObject({ kind: 'hint', hint });
  });

  it('are read as JSON with numbers, whose digits all count', () => {
    const body = JSON.stringify(fields)
      .replace('"1016458391730902025"', '1016458391730902025')
      .replace('"20000"', '20000');
    expect(readConfirmation(post(body, 'application/json'), keys)).toMatchObject({
      kind: 'hint',
      hint,
    });
  });

  it('do not sign the state: another state passes, which is why the provider is asked', () => {
    const reversed = readConfirmation(post(form({ x_cod_transaction_state: '6' })), keys);
    expect(reversed).toMatchObject({ kind: 'hint', hint: { ...hint, claims: 'reversed' } });
  });

  it.each(['5', '', 'Aceptada', 'constructor'])('claim nothing with the state %j', (state) => {
    const reading = readConfirmation(post(form({ x_cod_transaction_state: state })), keys);
    expect(reading).toMatchObject({ kind: 'hint', hint: { ...hint, claims: null } });
  });

  it.each([
    ['another amount', form({ x_amount: '1' }), '1763650'],
    ['an amount that is equal and written otherwise', form({ x_amount: '20000.00' }), '1763650'],
    ['another transaction', form({ x_ref_payco: '1' }), '1763650'],
    ['another transaction id', form({ x_transaction_id: '1' }), '1763650'],
    ['another currency', form({ x_currency_code: 'USD' }), '1763650'],
    ['another signature', form({ x_signature: 'f'.repeat(64) }), '1763650'],
    ['no signature', form({ x_signature: '' }), '1763650'],
    ['a short signature', form({ x_signature: '50a2' }), '1763650'],
    ['a signature in other characters', form({ x_signature: 'ñ'.repeat(64) }), '1763650'],
    ['no invoice', form({ x_id_invoice: '', x_signature: '' }), null],
    ['an invoice of no form of ours', form({ x_id_invoice: "1' or 1=1", x_signature: '' }), null],
    ['nothing', '', null],
    ['nonsense', '%%%=&&&', null],
  ])('are forged with %s', (_, body, reference) => {
    expect(readConfirmation(post(body), keys)).toEqual({ kind: 'forged', reference });
  });

  it('are forged with the key of another account', () => {
    const others = { ...keys, customerId: '12346' };
    expect(readConfirmation(post(form()), others).kind).toBe('forged');
  });

  it('are never more than forged when anything else is sent, and never fail', () => {
    const anything = fc.uint8Array({ maxLength: 400 });
    const type = fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'x/y');
    fc.assert(
      fc.property(anything, type, fc.string(), (body, contentType, query) => {
        const callback = { ...post(body, contentType), query };
        expect(readConfirmation(callback, keys).kind).toBe('forged');
      }),
    );
    expect(readConfirmation(post('[1,2]', 'application/json'), keys).kind).toBe('forged');
    expect(readConfirmation(post('{"x_ref_payco":', 'application/json'), keys).kind).toBe('forged');
  });
});
