import { ConnectorError, type RawCallback } from '@cauce/connector-kit';
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

const form = (change: Record<string, string> = {}) =>
  new URLSearchParams({ ...fields, ...change }).toString();

function post(body: string, contentType = 'application/x-www-form-urlencoded'): RawCallback {
  return { method: 'POST', query: '', contentType, body: Buffer.from(body) };
}

function kindOf(callback: RawCallback): string {
  try {
    readConfirmation(callback, keys);
    return 'believed';
  } catch (error) {
    return error instanceof ConnectorError ? error.kind : 'another error';
  }
}

describe('ePayco confirmations', () => {
  it('have the published signature', () => {
    expect(confirmationSignature(fields, keys)).toBe(fields.x_signature);
  });

  it.each([
    ['as a form', post(form())],
    ['as JSON', post(JSON.stringify(fields), 'application/json')],
    ['as a query', { method: 'GET', query: form(), contentType: null, body: new Uint8Array() }],
    ['with a capital signature', post(form({ x_signature: fields.x_signature.toUpperCase() }))],
  ])('are read %s', (_, callback) => {
    expect(readConfirmation(callback, keys)).toEqual({
      reference: '1763650',
      providerTransactionId: '101645839',
    });
  });

  it('do not sign the state: another state passes, which is why the provider is asked', () => {
    expect(kindOf(post(form({ x_cod_transaction_state: '6' })))).toBe('believed');
  });

  it.each([
    ['another amount', form({ x_amount: '1' })],
    ['another transaction', form({ x_ref_payco: '1' })],
    ['another signature', form({ x_signature: 'f'.repeat(64) })],
    ['no signature', form({ x_signature: '' })],
    ['a short signature', form({ x_signature: '50a2' })],
    ['nothing', ''],
    ['nonsense', '%%%=&&&'],
  ])('are not believed with %s', (_, body) => {
    expect(kindOf(post(body))).toBe('forged_callback');
  });

  it('are not believed as broken JSON', () => {
    expect(kindOf(post('{"x_ref_payco":', 'application/json'))).toBe('forged_callback');
  });
});
