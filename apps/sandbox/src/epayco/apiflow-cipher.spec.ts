import { sealedLeaves, transactionBody } from '../fixtures/epayco-apiflow.js';
import { KEYS } from '../fixtures/sandbox-under-test.js';
import { decryptLeaf, encryptLeaf, IV_TEXT, openLeaves } from './apiflow-cipher.js';

const KEY = '268c8e0162990cf2ce97fa7ade2eff5a';

/** Made with the code of ePayco's coming SDK. */
const VECTORS = [
  ['20000', 'T+KiIqUiEyOf5jQdDnx8Pw=='],
  ['EF', 'jqX036fYXVUfJ56uJVCwvw=='],
  ['CASH', 'sNMV+aYBMFMMenYHqhRcyQ=='],
  ['node', '0v1TGTW+GKIU8SyI84nOmA=='],
];

describe('encryption of leaves', () => {
  it.each(VECTORS)('%j is %s', (plain = '', sealed = '') => {
    expect(encryptLeaf(plain, KEY)).toBe(sealed);
    expect(decryptLeaf(sealed, KEY)).toBe(plain);
  });

  it('writes what is no text as JSON', () => {
    const written = [true, 0, [{ id: '1' }]].map((value) => encryptLeaf(value, KEY));
    expect(written.map((sealed) => decryptLeaf(sealed, KEY))).toEqual([
      'true',
      '0',
      '[{"id":"1"}]',
    ]);
  });

  it('gives nothing for another key, for garbage, and for a key of another length', () => {
    expect(decryptLeaf('T+KiIqUiEyOf5jQdDnx8Pw==', 'f'.repeat(32))).toBeNull();
    expect(decryptLeaf('garbage', KEY)).toBeNull();
    expect(decryptLeaf('T+KiIqUiEyOf5jQdDnx8Pw==', 'short')).toBeNull();
  });

  it('has an IV of sixteen zeros as text', () => {
    expect(IV_TEXT).toBe('MDAwMDAwMDAwMDAwMDAwMA==');
  });
});

describe('a body whose leaves are encrypted', () => {
  it('is opened leaf by leaf, and keeps its shape', () => {
    expect(openLeaves(sealedLeaves(transactionBody()), KEYS.privateKey)).toMatchObject({
      invoice: '3001',
      ico: '0',
      testMode: 'true',
      paymentMethodData: { franchise: 'EF' },
      extrasEpayco: { extra1: '', extra5: 'P44' },
      publicKey: KEYS.publicKey,
      i: IV_TEXT,
      language: 'node',
    });
  });

  it.each([
    ['plain leaves', transactionBody()],
    ['another key', sealedLeaves(transactionBody(), 'f'.repeat(32))],
    ['a plain leaf inside', { paymentMethodData: { franchise: 'EF' } }],
    ['more levels than there are', { a: { b: { c: { d: {} } } } }],
    ['a number', { amount: 85_000 }],
    ['nothing', undefined],
  ])('is not opened with %s', (_, body) => {
    expect(openLeaves(body, KEYS.privateKey)).toBeNull();
  });
});
