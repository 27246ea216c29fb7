import { isSigned, signConfirmation } from './sign.js';

const account = { apiKey: '4Vj8eK4rloUd272L48hsrarnUA', merchantId: '508029' };

describe('the signature of a request to PayU', () => {
  const order = { referenceCode: 'TestPayU', amount: '20000', currency: 'COP' };

  it.each([
    '7ee7cf808ce6a39b17481c54f2c57acc',
    'fa890d3f94e12b5cdb62e8771453b99b78e7ccdc',
    'af3899a22336b79db46006491d15813158826f944599bf3bf601e2327f898022',
    '7EE7CF808CE6A39B17481C54F2C57ACC',
  ])('%s is right', (signature) => {
    expect(isSigned(signature, order, account)).toBe(true);
  });

  it.each([
    [{ amount: '20000.00' }, {}],
    [{ referenceCode: 'TestPayu' }, {}],
    [{ currency: 'USD' }, {}],
    [{}, { apiKey: 'another' }],
    [{}, { merchantId: '508028' }],
  ])('covers %j %j', (change, other) => {
    const given = '7ee7cf808ce6a39b17481c54f2c57acc';
    expect(isSigned(given, { ...order, ...change }, { ...account, ...other })).toBe(false);
  });
});

describe('the signature of a confirmation of PayU', () => {
  it.each([
    // The documentation prints the third one for state 6; it is that of state 4.
    ['TestPayU05', '150.26', 'USD', 4, '1d95778a651e11a0ab93c2169a519cd6'],
    ['TestPayU04', '150.00', 'USD', 6, 'df67936f918887b2aa31688a77a10fe1'],
    ['TestPayU04', '150.00', 'USD', 4, 'b607a2c2fa100e0947b206d41864fb86'],
    ['ORD-1001', '65000.00', 'COP', 4, '50d1958c64ad816a634b51c5f7831fcc'],
  ])('of %s over %s %s in state %i', (reference, value, currency, statePol, signature) => {
    expect(signConfirmation({ reference, value, currency, statePol }, account)).toBe(signature);
  });
});
