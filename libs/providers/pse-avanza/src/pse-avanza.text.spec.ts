import fc from 'fast-check';
import { plainText, plainUrl, unchanged } from './pse-avanza.text.js';

describe('texts as PSE takes them', () => {
  it.each([
    ['Ñandú Peña', 'Ñandú Peña'],
    ['Jose\u0301 Nun\u0303ez', 'José Nuñez'],
    ["D'Áça 🎉", "D'Áça"],
    ['Pago | "zapatos"', 'Pago zapatos'],
    ['  a \t b\n c ', 'a b c'],
    ['🎉', ''],
  ])('%j becomes %j', (text, plain) => {
    expect(plainText(text, 80)).toBe(plain);
  });

  it('are cut to their length', () => {
    expect(plainText('x'.repeat(100), 80)).toBe('x'.repeat(80));
    expect(plainText(`${'x'.repeat(79)} y`, 80)).toBe('x'.repeat(79));
  });

  it('have no forbidden character, no half of one and no more than their length, ever', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.integer({ min: 1, max: 40 }),
        (text, length) => {
          const plain = plainText(text, length);
          expect(plain).not.toMatch(/[|"\p{Cc}\p{Cs}]/u);
          expect(plain.length).toBeLessThanOrEqual(length);
          expect(plainText(plain, length)).toBe(plain);
        },
      ),
    );
  });

  it('that name somebody are refused rather than changed', () => {
    expect(unchanged('ana@example.com', 'an e-mail address')).toBe('ana@example.com');
    expect(() => unchanged('"ana"@example.com', 'an e-mail address')).toThrow('invalid_request');
    expect(() => unchanged('1020|304051', 'a document')).toThrow('invalid_request');
  });

  it('that are URLs keep what they say', () => {
    expect(plainUrl('https://shop.example/back?a=1|2&b="x"')).toBe(
      'https://shop.example/back?a=1%7C2&b=%22x%22',
    );
  });
});
