import { encryptField, FIELD_KEY, keyFields } from './epayco.field-cipher.js';

const KEY = '268c8e0162990cf2ce97fa7ade2eff5a';

describe('fields of a transfer', () => {
  // Captured from ePayco's own SDK.
  it.each([
    ['20000', '7m7GkOnQFaQUJ3M2xDx4IQ=='],
    ['1022', 'JADLLVgETj2E7vZ5wQ6Otw=='],
    ['INV-1', 'pG4MmOYJ3dWeqbP5uqhaqQ=='],
    ['TRUE', 'SpDqHgr1pxU8Yg2l3PK34g=='],
    ['', 'tGl0uApTk0Hw47lj7psDGw=='],
  ])('%j is %s', (text, encrypted) => {
    expect(encryptField(text, KEY)).toBe(encrypted);
  });

  it('are encrypted as UTF-8', () => {
    expect(Buffer.from(encryptField('Ñandú', KEY), 'base64')).toHaveLength(16);
    expect(encryptField('Ñandú', KEY)).not.toBe(encryptField('Nandu', KEY));
  });

  it('come with the key and the vector', () => {
    expect(keyFields(KEY)).toEqual({ i: 'AAAAAAAAAAA=', p: 'JoyOAWKZDPLOl/p63i7/Wg==' });
  });

  it.each([
    [KEY, true],
    ['private-key', false],
    [KEY.slice(1), false],
  ])('can be encrypted with %s: %s', (key, isKey) => {
    expect(FIELD_KEY.test(key)).toBe(isKey);
  });
});
