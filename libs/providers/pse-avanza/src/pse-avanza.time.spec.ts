import fc from 'fast-check';
import { fromAchTime, toAchTime } from './pse-avanza.time.js';

describe('times as ACH writes them', () => {
  it('are written in Bogota, with the zone', () => {
    expect(toAchTime(new Date('2026-11-20T15:00:00.999Z'))).toBe('2026-11-20T10:00:00-05:00');
    expect(toAchTime(new Date('2027-01-01T04:59:59Z'))).toBe('2026-12-31T23:59:59-05:00');
  });

  it.each([
    ['2026-07-16T15:30:00-05:00', '2026-07-16T20:30:00.000Z'],
    ['2026-07-16T15:30:00', '2026-07-16T20:30:00.000Z'],
    ['2026-07-16T15:30:00.5', '2026-07-16T20:30:00.500Z'],
    ['2026-07-16T15:30:00.1234567-05:00', '2026-07-16T20:30:00.123Z'],
    ['2026-07-16T20:30:00Z', '2026-07-16T20:30:00.000Z'],
  ])('are read: %s', (text, iso) => {
    expect(fromAchTime(text)?.toISOString()).toBe(iso);
  });

  it.each([undefined, null, '', ' ', '0001-01-01T00:00:00'])(
    'are none when they are %j',
    (text) => {
      expect(fromAchTime(text)).toBeNull();
    },
  );

  it.each([
    ...['2026-02-29T10:00:00', '2026-13-01T10:00:00', '2026-07-16T24:00:00', '2026-07-16'],
    ...['16/07/2026 15:30', '2026-07-16 15:30:00', '1752697800', 'mañana'],
  ])('are refused when they are %s', (text) => {
    expect(() => fromAchTime(text)).toThrow('malformed_reply');
  });

  it('are read as what was written, for every second', () => {
    const seconds = fc.integer({ min: 1_000_000_000, max: 4_000_000_000 });
    fc.assert(
      fc.property(seconds, (at) => {
        const date = new Date(at * 1000);
        expect(fromAchTime(toAchTime(date))).toEqual(date);
      }),
    );
  });
});
