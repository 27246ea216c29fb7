import type { Confirmation, ForgedSignature } from '../callbacks/confirmation.js';
import type { Transaction } from '../collections/collection.js';
import { KEYS } from '../fixtures/sandbox-under-test.js';
import { ProviderUnderTest } from '../fixtures/provider-under-test.js';
import { epaycoConfirmation } from './epayco-confirmation.js';
import { signConfirmation } from './sign-confirmation.js';

const URL_POST = 'https://m.example/c';

function confirmed(transaction: Transaction, forgery: ForgedSignature | null = null): Confirmation {
  const confirmation = epaycoConfirmation(transaction, KEYS, forgery);
  if (confirmation === null) throw new Error('no confirmation URL');
  return confirmation;
}

const fieldsOf = ({ request }: Confirmation): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(request.body ?? ''));

const world = new ProviderUnderTest();
const transaction = world.pay(world.issue({ url_confirmacion: URL_POST }).code);
const paid = confirmed(transaction);

describe('what a confirmation says', () => {
  it('has every field of the documented list, as text', () => {
    expect(Object.keys(fieldsOf(paid))).toEqual(
      expect.arrayContaining([
        'x_cust_id_cliente',
        'x_ref_payco',
        'x_id_invoice',
        'x_id_factura',
        'x_description',
        'x_amount',
        'x_amount_country',
        'x_amount_ok',
        'x_tax',
        'x_amount_base',
        'x_currency_code',
        'x_bank_name',
        'x_cardnumber',
        'x_quotas',
        'x_respuesta',
        'x_response',
        'x_response_reason_text',
        'x_fecha_transaccion',
        'x_transaction_date',
        'x_approval_code',
        'x_transaction_id',
        'x_cod_respuesta',
        'x_cod_response',
        'x_cod_transaction_state',
        'x_transaction_state',
        'x_franchise',
        'x_customer_name',
        'x_business',
        'x_errorcode',
        'x_test_request',
        'x_extra1',
        'x_extra10',
        'x_signature',
      ]),
    );
    expect(Object.values(fieldsOf(paid)).every((value) => typeof value === 'string')).toBe(true);
    expect(fieldsOf(paid)).toMatchObject({ x_amount: '85000', x_cod_response: '1' });
  });

  it('is signed over what it says', () => {
    const { x_ref_payco = '', x_transaction_id = '', x_amount = '' } = fieldsOf(paid);
    const signed = { refPayco: x_ref_payco, transactionId: x_transaction_id, amount: x_amount };
    expect(fieldsOf(paid)['x_signature']).toBe(
      signConfirmation(KEYS, { ...signed, currencyCode: 'COP' }),
    );
  });

  it('is nothing when the merchant did not say where', () => {
    expect(epaycoConfirmation({ ...transaction, callback: null }, KEYS, null)).toBeNull();
  });

  it.each([
    ['wrong', false],
    ['replayed', true],
  ] as const)('forged with a signature that is %s: a payment is claimed', (signature, isValid) => {
    const issued = new ProviderUnderTest().issue({ url_confirmacion: URL_POST });
    const [pending, forged] = [confirmed(issued), confirmed(issued, signature)];
    expect(forged).toMatchObject({ isForged: true, state: 'paid' });
    expect(fieldsOf(forged)['x_response']).toBe('Aceptada');
    expect(fieldsOf(forged)['x_cod_transaction_state']).toBe('1');
    expect(fieldsOf(forged)['x_signature'] === fieldsOf(pending)['x_signature']).toBe(isValid);
  });

  it('goes into the query of a GET, behind what is there already', () => {
    const callback = { url: `${URL_POST}?shop=7`, method: 'GET' as const };
    const { request } = confirmed({ ...transaction, callback });
    expect(request).toMatchObject({ method: 'GET', headers: {}, body: null });
    const url = new URL(request.url);
    expect(url.searchParams.get('shop')).toBe('7');
    url.searchParams.delete('shop');
    expect(Object.fromEntries(url.searchParams)).toEqual(fieldsOf(paid));
  });
});
