import fc from 'fast-check';
import { FieldCipher } from './index.js';

const cipher = new FieldCipher(Buffer.alloc(32, 1));
const context = 'payer:pay_1';

const unicode = fc.string({ unit: 'binary' });

describe('a sealed field', () => {
  it('opens to what was sealed, whatever it was', () => {
    fc.assert(
      fc.property(unicode, unicode, (plain, where) => {
        expect(cipher.open(cipher.seal(plain, where), where)).toBe(plain);
      }),
    );
  });

  it('is another text every time, and shows nothing of the plain one', () => {
    const sealed = Array.from({ length: 100 }, () => cipher.seal('Ana Muñoz', context));
    expect(new Set(sealed).size).toBe(100);
    expect(sealed[0]).toMatch(/^v1\.[A-Za-z0-9_-]+$/);
    expect(Buffer.from(sealed[0]?.slice(3) ?? '', 'base64url').toString('utf8')).not.toContain(
      'Ana',
    );
  });

  it('does not open under another context, or with another key', () => {
    const sealed = cipher.seal('1020304051', context);
    expect(() => cipher.open(sealed, 'payer:pay_2')).toThrow('does not open');
    const other = new FieldCipher(Buffer.alloc(32, 2));
    expect(() => other.open(sealed, context)).toThrow('does not open');
  });

  it('does not open when any one byte of it was changed', () => {
    const sealed = cipher.seal('1020304051', context);
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => cipher.open(`v1.${changed.toString('base64url')}`, context)).toThrow();
    }
  });

  it.each(['', 'v1.', 'v1.AAAA', 'v2.AAAA', 'plain text', 'v1.AA==', 'v1.a.b'])(
    'says that %p is no sealed value',
    (text) => {
      expect(() => cipher.open(text, context)).toThrow('not in a format');
    },
  );

  it('refuses text that decodes alike but is spelt otherwise', () => {
    const sealed = cipher.seal('a', context);
    expect(() => cipher.open(`${sealed}=`, context)).toThrow('not in a format');
  });
});

describe('a blind index', () => {
  it('is the same for the same key, value and context, and hides the value', () => {
    const index = cipher.blindIndex('1020304051', 'document');
    expect(index).toMatch(/^[0-9a-f]{64}$/);
    expect(new FieldCipher(Buffer.alloc(32, 1)).blindIndex('1020304051', 'document')).toBe(index);
  });

  it.each([
    ['value', () => cipher.blindIndex('1020304052', 'document')],
    ['context', () => cipher.blindIndex('1020304051', 'phone')],
    ['key', () => new FieldCipher(Buffer.alloc(32, 2)).blindIndex('1020304051', 'document')],
  ])('differs with another %s', (_what, other) => {
    expect(other()).not.toBe(cipher.blindIndex('1020304051', 'document'));
  });

  it('does not confuse the end of a context with the start of a value', () => {
    expect(cipher.blindIndex('bc', 'a')).not.toBe(cipher.blindIndex('c', 'ab'));
  });
});

it.each([0, 16, 31, 33])('refuses a key of %d bytes', (size) => {
  expect(() => new FieldCipher(Buffer.alloc(size))).toThrow('instead of 32');
});
