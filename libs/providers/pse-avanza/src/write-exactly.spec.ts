import { parseExactly } from '@cauce/connector-kit';
import fc from 'fast-check';
import { writeExactly } from './write-exactly.js';

describe('JSON with exact numbers', () => {
  it('keeps numbers as they were written', () => {
    const text =
      '{"transactionValue":85000.00,"ticketId":987654321098765432,"none":null,"ok":true}';
    expect(parseExactly(text)).toEqual({
      transactionValue: '85000.00',
      ticketId: '987654321098765432',
      none: null,
      ok: true,
    });
  });

  it('writes numbers as they are given, in the order of the fields', () => {
    const fields = {
      entityCode: '9012345678',
      transactionValue: { number: '85000.00' },
      ticketId: { number: '987654321098765432' },
      fullName: 'Ñandú "Peña"',
    };
    expect(writeExactly(fields)).toBe(
      '{"entityCode":"9012345678","transactionValue":85000.00,"ticketId":987654321098765432,"fullName":"Ñandú \\"Peña\\""}',
    );
  });

  it.each(['', '1e3', 'NaN', '01', '1.', '.5', '1,5', '1}'])(
    'writes no %j as a number',
    (number) => {
      expect(() => writeExactly({ transactionValue: { number } })).toThrow(TypeError);
    },
  );

  it('reads back whatever it wrote, to the digit', () => {
    const digits = fc.bigInt({ min: 0n, max: 10n ** 30n }).map(String);
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      digits.map((number) => ({ number })),
      fc
        .tuple(digits, fc.nat({ max: 99 }))
        .map(([whole, cents]) => ({ number: `${whole}.${String(cents).padStart(2, '0')}` })),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 8 }), (values) => {
        const fields = Object.fromEntries(values.map((one, index) => [`f${index}`, one]));
        const expected = values.map((one) => (typeof one === 'string' ? one : one.number));
        expect(Object.values(parseExactly(writeExactly(fields)) as object)).toEqual(expected);
      }),
    );
  });
});
