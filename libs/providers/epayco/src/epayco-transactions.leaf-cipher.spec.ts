import { createDecipheriv } from 'node:crypto';
import fc from 'fast-check';
import { encryptLeaf, isLeafKey, sealBody, type Leaf } from './epayco-transactions.leaf-cipher.js';

const KEY = '268c8e0162990cf2ce97fa7ade2eff5a';
const VECTOR = Buffer.from('MDAwMDAwMDAwMDAwMDAwMA==', 'base64');

/** Plain and sealed, as the code of ePayco's coming SDK made them with that key. */
const VECTORS: readonly (readonly [string, string])[] = [
  ['20000', 'T+KiIqUiEyOf5jQdDnx8Pw=='],
  ['EF', 'jqX036fYXVUfJ56uJVCwvw=='],
  ['CASH', 'sNMV+aYBMFMMenYHqhRcyQ=='],
  ['node', '0v1TGTW+GKIU8SyI84nOmA=='],
];

function opened(sealed: string): string {
  const cipher = createDecipheriv('aes-256-cbc', Buffer.from(KEY, 'utf8'), VECTOR);
  return cipher.update(sealed, 'base64', 'utf8') + cipher.final('utf8');
}

describe('a leaf for the newer service', () => {
  it.each(VECTORS)('%s is sealed as %s', (plain, sealed) => {
    expect(encryptLeaf(plain, KEY)).toBe(sealed);
  });

  it.each<[Leaf, string]>([
    [true, 'true'],
    [false, 'false'],
    [0, '0'],
    ['', ''],
  ])('%p is sealed as the text %j', (leaf, text) => {
    expect(opened(encryptLeaf(leaf, KEY))).toBe(text);
  });

  it('loses no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(opened(encryptLeaf(text, KEY))).toBe(text);
      }),
    );
  });
});

describe('a body for the newer service', () => {
  const body = {
    amount: '20000',
    paymentMethod: 'CASH',
    paymentMethodData: { franchise: 'EF' },
    publicKey: 'pub',
    extras: {},
  };

  it('keeps its shape and its public key, and says vector and language', () => {
    expect(sealBody(body, KEY)).toEqual({
      amount: 'T+KiIqUiEyOf5jQdDnx8Pw==',
      paymentMethod: 'sNMV+aYBMFMMenYHqhRcyQ==',
      paymentMethodData: { franchise: 'jqX036fYXVUfJ56uJVCwvw==' },
      publicKey: 'pub',
      extras: {},
      i: 'MDAwMDAwMDAwMDAwMDAwMA==',
      language: '0v1TGTW+GKIU8SyI84nOmA==',
    });
  });

  it.each(['', 'short', `${KEY}0`, 'ñ'.repeat(32)])('is not sealed with the key %j', (key) => {
    expect(isLeafKey(key)).toBe(false);
    expect(() => sealBody(body, key)).toThrow(expect.objectContaining({ kind: 'invalid_request' }));
  });
});
