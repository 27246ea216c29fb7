import { banksOf } from './mercadopago.banks.js';

const bank = (id: string | number, description: string) => ({ id, description });
const methods = (...banks: object[]) => [
  { id: 'efecty', payment_type_id: 'ticket', min_allowed_amount: 5000 },
  { id: 'visa', payment_type_id: 'credit_card', financial_institutions: [] },
  { id: 'pse', payment_type_id: 'bank_transfer', financial_institutions: banks },
  { id: 'other', financial_institutions: [bank('1', 'Banco de otros')] },
];

describe('the banks of PSE', () => {
  it('are those of its row, in its order and without placeholders', () => {
    const list = methods(
      bank('0', 'A continuación seleccione su banco'),
      bank('', 'Seleccione'),
      bank('1040', 'Banco Agrario'),
      bank(1007, ' BANCOLOMBIA '),
      bank('1059', 'BANCAMÍA S.A.'),
    );
    expect(banksOf(list, 'pse')).toEqual([
      { code: '1040', name: 'Banco Agrario' },
      { code: '1007', name: 'BANCOLOMBIA' },
      { code: '1059', name: 'BANCAMÍA S.A.' },
    ]);
  });

  it.each([
    ['no row of the method', [{ id: 'efecty' }]],
    ['a row without banks', [{ id: 'pse', financial_institutions: null }]],
    ['placeholders alone', methods(bank('0', 'Seleccione'))],
    ['a bank without a code', methods({ description: 'Banco' })],
    ['no list', { error: 'bad_request' }],
    ['nothing', null],
  ])('are an error with %s', (_, json) => {
    expect(() => banksOf(json, 'pse')).toThrow('malformed_reply');
  });
});
