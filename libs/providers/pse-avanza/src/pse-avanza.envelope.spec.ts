import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { compactDecrypt } from 'jose';
import {
  assertKeys,
  decryptInner,
  encryptInner,
  open,
  seal,
  type AchKeys,
} from './pse-avanza.envelope.js';

const hex = (text: string) => Buffer.from(text, 'hex');

/** The public vector: made with one implementation and read with another. */
const KEYS: AchKeys = {
  key: Buffer.from('0123456789abcdef0123456789abcdef'),
  iv: hex('000102030405060708090a0b'),
};
const MESSAGE = '{"entityCode":"9012345678"}';
const INNER = 'AAECAwQFBgcICQoLVsfeEq1xptXrsxXbU/XzPdY5MbQIiUK8GP7Gk4RloMb4yVDSxCtbRoweiA==';
const NONCE = hex('0f0e0d0c0b0a090807060504');
const BODY =
  'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..Dw4NDAsKCQgHBgUE.bwqBxg_TnvHyxxedI290-dixx1YJEofngGJBrFblmLDPZqwPMsSX4gnV4IIgrbTwJvdesTfY_2dl7ZLdq2cr4jfzCTmdIo_QUfB2kA.i_-GZFYDKgIWJTMUzOdxIQ';

describe('the envelope of PSE', () => {
  it('is the public vector, layer by layer', async () => {
    expect(encryptInner(MESSAGE, KEYS)).toBe(INNER);
    expect(await seal(MESSAGE, KEYS, NONCE)).toBe(BODY);
    expect(decryptInner(INNER, KEYS)).toBe(MESSAGE);
    expect(await open(BODY, KEYS)).toBe(MESSAGE);
  });

  it('can be read by anybody who reads JWE and has the key', async () => {
    const { plaintext, protectedHeader } = await compactDecrypt(BODY, KEYS.key);
    expect(protectedHeader).toEqual({ alg: 'dir', enc: 'A256GCM' });
    expect(Buffer.from(plaintext).toString()).toBe(INNER);
  });

  it('may come between quotes or with blanks around it', async () => {
    expect(await open(`"${BODY}"`, KEYS)).toBe(MESSAGE);
    expect(await open(`${BODY}\r\n`, KEYS)).toBe(MESSAGE);
  });

  it.each([12, 16])('carries any text with an IV of %i bytes', async (ivBytes) => {
    const keys = { key: randomBytes(32), iv: randomBytes(ivBytes) };
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 300 }).map((text) => text.toWellFormed()),
        async (text) => {
          expect(await open(await seal(text, keys, randomBytes(12)), keys)).toBe(text);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('reads an answer whose inner IV is of its sender’s choosing', async () => {
    const theirs = { key: KEYS.key, iv: randomBytes(12) };
    expect(await open(await seal(MESSAGE, theirs, NONCE), KEYS)).toBe(MESSAGE);
  });

  it.each([
    ['nothing', ''],
    ['a page for people', '<html>Servicio no disponible</html>'],
    ['JSON in the clear', '{"returnCode":"SUCCESS"}'],
    ['a JWE cut short', BODY.slice(0, -4)],
    ['a JWE with a changed letter', BODY.replace('bwqB', 'bwqC')],
    ['more than any answer', 'x'.repeat(9 * 1024 * 1024)],
  ])('is refused when it is %s', async (_, body) => {
    await expect(open(body, KEYS)).rejects.toMatchObject({ kind: 'malformed_reply' });
  });

  it('is refused when it was sealed with another key', async () => {
    const others = await seal(MESSAGE, { ...KEYS, key: randomBytes(32) }, NONCE);
    await expect(open(others, KEYS)).rejects.toMatchObject({ kind: 'malformed_reply' });
  });

  it.each(['', 'AAEC', '*'.repeat(40), INNER.replace('Vsfe', 'Vsff')])(
    'has no inner layer %j',
    (inner) => {
      expect(() => decryptInner(inner, KEYS)).toThrow();
    },
  );

  it('takes keys of the lengths that the protocol has, and no others', () => {
    expect(() => assertKeys(KEYS)).not.toThrow();
    expect(() => assertKeys({ ...KEYS, iv: randomBytes(16) })).not.toThrow();
    expect(() => assertKeys({ ...KEYS, key: randomBytes(16) })).toThrow('16 bytes, not 32');
    expect(() => assertKeys({ ...KEYS, iv: randomBytes(13) })).toThrow('13 bytes, not 12 or 16');
  });
});
