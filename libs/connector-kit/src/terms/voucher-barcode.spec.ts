import fc from 'fast-check';
import { isGln, voucherBarcode, type BarcodeParts } from './voucher-barcode.js';

const FNC1 = '\u001d';

const parts: BarcodeParts = {
  gln: '7709998105867',
  reference: '010001178011100501',
  amount: { minor: 46_951_400n, currency: 'COP' },
  expiresAt: new Date('2023-11-01T04:59:59Z'),
};

/** Reads a symbol as a scanner's software does: fixed elements by length, others up to FNC1. */
function decode(text: string): Record<string, string> {
  const elements: Record<string, string> = {};
  for (let rest = text; rest !== '';) {
    const name = /^(415|8020|3900|96)/.exec(rest)?.[0];
    if (name === undefined) throw new Error(`no element begins ${rest}`);
    const body = rest.slice(name.length);
    const end = name === '415' ? 13 : (body + FNC1).indexOf(FNC1);
    elements[name] = body.slice(0, end);
    rest = body.slice(end + (body[end] === FNC1 ? 1 : 0));
  }
  return elements;
}

describe('the bar code of a voucher', () => {
  it('is that of the convention', () => {
    const expected = `41577099981058678020010001178011100501${FNC1}39000000469514${FNC1}9620231031`;
    expect(voucherBarcode(parts)).toBe(expected);
  });

  it('names the day before for a voucher that ends as a day begins', () => {
    const text = voucherBarcode({ ...parts, expiresAt: new Date('2023-11-01T05:00:00Z') });
    expect(decode(text ?? '')['96']).toBe('20231031');
  });

  it('takes amounts of more than ten digits as they are', () => {
    const amount = { minor: 1_234_567_890_100n, currency: 'COP' as const };
    expect(decode(voucherBarcode({ ...parts, amount }) ?? '')['3900']).toBe('12345678901');
  });

  it.each<[string, Partial<BarcodeParts>]>([
    ['a wrong check digit', { gln: '7709998105868' }],
    ['a reference of 26', { reference: '1'.repeat(26) }],
    ['no reference', { reference: '' }],
    ['a letter outside the set', { reference: 'ñ1' }],
    ['a separator in the reference', { reference: `1${FNC1}2` }],
    ['centavos', { amount: { minor: 150n, currency: 'COP' } }],
    ['nothing to pay', { amount: { minor: 0n, currency: 'COP' } }],
    ['another currency', { amount: { minor: 100n, currency: 'USD' } }],
    ['an amount of 16 digits', { amount: { minor: 10n ** 17n, currency: 'COP' } }],
  ])('is not made for %s', (_, change) => {
    expect(voucherBarcode({ ...parts, ...change })).toBeNull();
  });

  it('reads back as what was written', () => {
    const reference = fc.stringMatching(/^[0-9A-Za-z./-]{1,25}$/);
    const pesos = fc.bigInt(1n, 10n ** 15n - 1n);
    fc.assert(
      fc.property(reference, pesos, (reference, pesos) => {
        const amount = { minor: pesos * 100n, currency: 'COP' as const };
        const elements = decode(voucherBarcode({ ...parts, reference, amount }) ?? '');
        expect(elements).toMatchObject({ 415: parts.gln, 8020: reference, 96: '20231031' });
        expect(BigInt(elements['3900'] ?? '')).toBe(pesos);
      }),
    );
  });
});

describe('a location number', () => {
  it.each(['7709998105867', '4006381333931', '0000000000000'])('%s is one', (gln) => {
    expect(isGln(gln)).toBe(true);
  });

  it.each(['', '770999810586', '77099981058670', '770999810586X'])('%j is none', (gln) => {
    expect(isGln(gln)).toBe(false);
  });

  it('with one digit changed is none', () => {
    const at = fc.integer({ min: 0, max: 12 });
    fc.assert(
      fc.property(at, fc.integer({ min: 1, max: 9 }), (n, by) => {
        const digits = [...parts.gln].map(Number);
        digits[n] = ((digits[n] ?? 0) + by) % 10;
        expect(isGln(digits.join(''))).toBe(false);
      }),
    );
  });
});
