import fc from 'fast-check';
import { fromBogotaTime, toBogotaTime } from './epayco.time.js';

describe('ePayco’s local time', () => {
  it('is five hours behind UTC', () => {
    expect(toBogotaTime(new Date('2026-12-06T04:59:59Z'))).toBe('2026-12-05 23:59:59');
  });

  it('comes back as the same instant', () => {
    const at = fc.date({
      min: new Date('2000-01-01'),
      max: new Date('2099-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(at, (instant) => {
        const seconds = new Date(Math.floor(instant.getTime() / 1000) * 1000);
        expect(fromBogotaTime(toBogotaTime(seconds))).toEqual(seconds);
      }),
    );
  });

  it('means the end of the day where there is a date alone', () => {
    expect(fromBogotaTime('2026-12-05')).toEqual(new Date('2026-12-06T04:59:59Z'));
    expect(fromBogotaTime(' 2026-12-05T10:00:00 ')).toEqual(new Date('2026-12-05T15:00:00Z'));
  });

  it.each([
    '',
    'ayer',
    '05/12/2026',
    '2026-02-30',
    '2026-12-05 25:00:00',
    '2026-12-05 10:00',
    'x'.repeat(99),
  ])('is an error when it is %j', (text) => {
    expect(() => fromBogotaTime(text)).toThrow('malformed_reply');
  });
});
