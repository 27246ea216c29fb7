import { decryptField, encryptField } from './field-cipher.js';

const KEY = '268c8e0162990cf2ce97fa7ade2eff5a';

/** Made with the SDK's own code. */
const VECTORS = [
  ['20000', '7m7GkOnQFaQUJ3M2xDx4IQ=='],
  ['1022', 'JADLLVgETj2E7vZ5wQ6Otw=='],
  ['INV-1', 'pG4MmOYJ3dWeqbP5uqhaqQ=='],
  ['TRUE', 'SpDqHgr1pxU8Yg2l3PK34g=='],
  ['', 'tGl0uApTk0Hw47lj7psDGw=='],
];

describe('encryption of fields', () => {
  it.each(VECTORS)('%j is %s', (plain = '', sealed = '') => {
    expect(encryptField(plain, KEY)).toBe(sealed);
    expect(decryptField(sealed, KEY)).toBe(plain);
  });

  it('gives nothing for another key, for garbage, and for a key that is not hexadecimal', () => {
    expect(decryptField('7m7GkOnQFaQUJ3M2xDx4IQ==', 'f'.repeat(32))).toBeNull();
    expect(decryptField('garbage', KEY)).toBeNull();
    expect(decryptField('7m7GkOnQFaQUJ3M2xDx4IQ==', 'not a key')).toBeNull();
  });
});
