import fc from 'fast-check';
import { bogotaText, readBogotaText } from './bogota-time.js';

describe('time as ePayco writes it', () => {
  it('is the time of Bogota, five hours behind UTC', () => {
    expect(bogotaText(new Date('2026-11-20T04:59:59Z'))).toBe('2026-11-19 23:59:59');
    expect(bogotaText(new Date('2026-11-20T05:00:00Z'))).toBe('2026-11-20 00:00:00');
  });

  it('reads back what it writes', () => {
    const second = fc.integer({ min: 1_700_000_000, max: 2_200_000_000 });
    fc.assert(
      fc.property(second, (seconds) => {
        const at = new Date(seconds * 1_000);
        expect(readBogotaText(bogotaText(at))).toEqual({ at, isDateOnly: false });
      }),
    );
  });

  it('takes a date alone as the last second of that day', () => {
    expect(readBogotaText('2026-12-05')).toEqual({
      at: new Date('2026-12-06T04:59:59Z'),
      isDateOnly: true,
    });
  });

  it('takes a time without seconds', () => {
    expect(readBogotaText('2026-12-05 18:30')?.at).toEqual(new Date('2026-12-05T23:30:00Z'));
  });

  it.each([
    '',
    'tomorrow',
    '2026-02-29',
    '05/12/2026',
    '2026-12-05 24:00:00',
    '2026-12-05 10:60',
    '2026-12-05T10:00:00Z',
    '2026-12-05 10:00:00 PM',
  ])('refuses %j', (text) => {
    expect(readBogotaText(text)).toBeNull();
  });
});
