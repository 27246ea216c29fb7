import { signConfirmation } from './sign-confirmation.js';

const account = { customerId: '12345', pKey: '268c8e0162990cf2ce97fa7ade2eff5a' };
const signed = {
  refPayco: '101645839',
  transactionId: '1016458391730902025',
  amount: '20000',
  currencyCode: 'COP',
};

describe('signature of a confirmation', () => {
  it('is the one of the published example', () => {
    expect(signConfirmation(account, signed)).toBe(
      '50a279f7064477a54621a7fea84834b0a529380cfe1259efe582264a82e66da3',
    );
  });

  it.each([
    ['reference', { refPayco: '101645830' }],
    ['transaction', { transactionId: '1016458391730902026' }],
    ['amount', { amount: '20000.00' }],
    ['currency', { currencyCode: 'USD' }],
  ])('depends on the %s', (_, change) => {
    expect(signConfirmation(account, { ...signed, ...change })).not.toBe(
      signConfirmation(account, signed),
    );
  });
});
