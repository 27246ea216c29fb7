import fc from 'fast-check';
import { fromOffsetTime, toOffsetTime } from './mercadopago.time.js';

describe('a time of Mercado Pago', () => {
  it('is written as the time in Bogota, with its offset', () => {
    expect(toOffsetTime(new Date('2026-11-24T04:59:59Z'))).toBe('2026-11-23T23:59:59.000-05:00');
  });

  it.each([
    ['2020-05-30T23:59:59.000-04:00', '2020-05-31T03:59:59.000Z'],
    ['2026-11-20T11:00:00.123-04:00', '2026-11-20T15:00:00.123Z'],
    ['2026-11-20T15:00:00Z', '2026-11-20T15:00:00.000Z'],
    ['2026-11-20T15:00:00.5Z', '2026-11-20T15:00:00.500Z'],
    ['2026-11-20T15:00:00.123456Z', '2026-11-20T15:00:00.123Z'],
    ['2026-11-20T10:00:00-0500', '2026-11-20T15:00:00.000Z'],
    ['2026-11-20T20:30:00+05:30', '2026-11-20T15:00:00.000Z'],
    [' 2024-02-29T00:00:00.000-05:00 ', '2024-02-29T05:00:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(fromOffsetTime(text)).toEqual(new Date(instant));
  });

  it('comes back as the same instant', () => {
    const at = fc.date({
      min: new Date('2000-01-01'),
      max: new Date('2099-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(at, (instant) => expect(fromOffsetTime(toOffsetTime(instant))).toEqual(instant)),
    );
  });

  it.each([
    ...['', 'ayer', '2026-11-20', '2026-11-20T15:00:00', '2026-11-20 15:00:00-05:00'],
    ...['2026-02-30T10:00:00-05:00', '2025-02-29T10:00:00Z', '2026-11-20T25:00:00Z'],
    ...['2026-13-01T10:00:00Z', '2026-11-20T10:00:00+25:00', '2026-11-20T10:00:00+05:99'],
    'x'.repeat(99),
  ])('is an error when it is %j', (text) => {
    expect(() => fromOffsetTime(text)).toThrow('malformed_reply');
  });
});
