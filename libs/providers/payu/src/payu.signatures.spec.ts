import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  confirmationSignature,
  isSigned,
  requestSignature,
  signedValue,
} from './payu.signatures.js';

/** The account that PayU publishes for its sandbox. */
const keys = { apiKey: '4Vj8eK4rloUd272L48hsrarnUA', merchantId: '508029' };

const sent = (reference_sale: string, value: string, currency: string, state_pol: string) => ({
  reference_sale,
  value,
  currency,
  state_pol,
});
const ours = sent('ORD-1001', '65000.00', 'COP', '4');

describe('the signature of a request', () => {
  it.each([
    ['md5', '7ee7cf808ce6a39b17481c54f2c57acc'],
    ['sha1', 'fa890d3f94e12b5cdb62e8771453b99b78e7ccdc'],
    ['sha256', 'af3899a22336b79db46006491d15813158826f944599bf3bf601e2327f898022'],
  ] as const)('is the published one in %s', (hash, expected) => {
    const order = { reference: 'TestPayU', amount: '20000', currency: 'COP' };
    expect(requestSignature(order, keys, hash)).toBe(expected);
  });

  it('is that of the documented cash request', () => {
    const reference = 'PRODUCT_TEST_2021-06-23T19:59:43.229Z';
    const order = { reference, amount: '65000', currency: 'COP' };
    expect(requestSignature(order, keys, 'md5')).toBe('1d6c33aed575c4974ad5c0be7c6a1c87');
  });
});

describe('the signature of a confirmation', () => {
  it.each([
    [sent('TestPayU05', '150.26', 'USD', '4'), '1d95778a651e11a0ab93c2169a519cd6'],
    [sent('TestPayU04', '150.00', 'USD', '6'), 'df67936f918887b2aa31688a77a10fe1'],
    // The documentation prints this one for state 6; it is that of state 4.
    [sent('TestPayU04', '150.00', 'USD', '4'), 'b607a2c2fa100e0947b206d41864fb86'],
    [ours, '50d1958c64ad816a634b51c5f7831fcc'],
  ])('of %j is %s', (fields, expected) => {
    expect(confirmationSignature(fields, keys, 'md5')).toBe(expected);
    expect(isSigned(fields, expected, keys)).toBe(true);
    expect(isSigned(fields, expected.toUpperCase(), keys)).toBe(true);
  });

  it.each(['md5', 'sha1', 'sha256'] as const)('is taken in %s', (hash) => {
    expect(isSigned(ours, confirmationSignature(ours, keys, hash), keys)).toBe(true);
  });

  it.each([
    ['another reference', { ...ours, reference_sale: 'ORD-1002' }],
    ['another amount', { ...ours, value: '65000.10' }],
    ['another currency', { ...ours, currency: 'USD' }],
    ['another state', { ...ours, state_pol: '6' }],
  ])('is not that of %s', (_, other) => {
    expect(isSigned(other, confirmationSignature(ours, keys, 'md5'), keys)).toBe(false);
  });

  it('is not that of another key, and not one of another length', () => {
    const right = confirmationSignature(ours, keys, 'md5');
    expect(isSigned(ours, right, { ...keys, apiKey: 'other' })).toBe(false);
    expect(isSigned(ours, right, { ...keys, merchantId: '508030' })).toBe(false);
    for (const wrong of ['', right.slice(1), `${right}0`, 'ñ'.repeat(32)]) {
      expect(isSigned(ours, wrong, keys)).toBe(false);
    }
  });
});

describe('an amount as it is signed', () => {
  it.each([
    ['150.00', '150.0'],
    ['150.26', '150.26'],
    ['150.20', '150.2'],
    ['150.05', '150.05'],
    ['150.2', '150.2'],
    ['150', '150.0'],
    ['0.00', '0.0'],
    ['65000.0000', '65000.0'],
  ])('%s is %s', (value, expected) => {
    expect(signedValue(value)).toBe(expected);
  });

  it('has one decimal exactly when the second is zero', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 14n }), (minor) => {
        const [whole, cents] = [minor / 100n, String(minor % 100n).padStart(2, '0')];
        const decimals = cents.endsWith('0') ? cents.slice(0, 1) : cents;
        expect(signedValue(`${whole}.${cents}`)).toBe(`${whole}.${decimals}`);
      }),
    );
  });

  it.each(['', '1,5', '1e3', '1.234', '$1', 'NaN'])('is refused when it is %j', (value) => {
    expect(() => signedValue(value)).toThrow();
  });

  it('joins the parts with a tilde, the key first', () => {
    const text = `${keys.apiKey}~508029~ORD-1001~65000.0~COP~4`;
    const expected = createHash('sha256').update(text).digest('hex');
    expect(confirmationSignature(ours, keys, 'sha256')).toBe(expected);
  });
});
