import { pseFields, sealed } from '../fixtures/epayco-pse.js';
import { KEYS } from '../fixtures/sandbox-under-test.js';
import { openBody } from './sealed-body.js';

const KEY = KEYS.privateKey;

describe('a body whose fields are encrypted', () => {
  it('is opened field by field, the ones that are plain as they are', () => {
    const given = sealed(pseFields({ nombres: 'Ana María', extra1: '' }));
    expect(openBody(given, KEY)).toEqual({
      kind: 'opened',
      body: {
        ...pseFields({ nombres: 'Ana María', extra1: '' }),
        i: 'AAAAAAAAAAA=',
        p: 'JoyOAWKZDPLOl/p63i7/Wg==',
        lenguaje: 'javascript',
      },
    });
  });

  it('is opened from the bytes that the SDK makes', () => {
    const given = {
      banco: 'JADLLVgETj2E7vZ5wQ6Otw==',
      valor: '7m7GkOnQFaQUJ3M2xDx4IQ==',
      public_key: KEYS.publicKey,
      i: 'AAAAAAAAAAA=',
      p: 'JoyOAWKZDPLOl/p63i7/Wg==',
    };
    expect(openBody(given, KEY)).toMatchObject({ body: { banco: '1022', valor: '20000' } });
  });

  const given = sealed(pseFields());

  it.each([
    ['a plain field', { ...given, valor: '85000' }, 'valor'],
    ['a plain field inside', { ...given, extras_epayco: { extra5: 'P44' } }, 'extras_epayco'],
    ['a number', { ...given, valor: 85_000 }, 'valor'],
    ['another IV', { ...given, i: 'MDAwMDAwMDAwMDAwMDAwMA==' }, 'i'],
    ['no key', { ...given, p: '' }, 'p'],
    ['another key', sealed(pseFields(), 'f'.repeat(32)), 'p'],
    ['nothing', undefined, ''],
  ])('cannot be read with %s', (_, body, field) => {
    expect(openBody(body, KEY)).toEqual({ kind: 'unreadable', field });
  });
});
