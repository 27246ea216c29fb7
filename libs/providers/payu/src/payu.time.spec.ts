import fc from 'fast-check';
import { instantOf, toBogotaTime } from './payu.time.js';

describe('times of PayU', () => {
  it('are written in Bogota, five hours behind UTC', () => {
    expect(toBogotaTime(new Date('2026-12-06T04:59:59.999Z'))).toBe('2026-12-05T23:59:59');
  });

  it.each([
    ['1624568315804', '2021-06-24T20:58:35.804Z'],
    ['2021-06-30T23:59:59', '2021-07-01T04:59:59.000Z'],
    ['2021-06-12T16:07:11.586', '2021-06-12T21:07:11.586Z'],
  ])('read %s as %s', (text, expected) => {
    expect(instantOf(text).toISOString()).toBe(expected);
  });

  it('come back as the same instant in either form', () => {
    const at = fc.date({
      min: new Date('2002-01-01'),
      max: new Date('2099-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(at, (instant) => {
        expect(instantOf(String(instant.getTime()))).toEqual(instant);
        const seconds = new Date(Math.floor(instant.getTime() / 1000) * 1000);
        expect(instantOf(toBogotaTime(seconds))).toEqual(seconds);
      }),
    );
  });

  it.each([
    '',
    'hoy',
    '0',
    '1624568315',
    '-1624568315804',
    '2021-02-30T10:00:00',
    '2021-06-30T25:00:00',
    '2021-06-30',
    '2021-06-30 23:59:59',
    '2021-06-30T23:59:59Z',
    '9'.repeat(99),
  ])('are an error when they are %j', (text) => {
    expect(() => instantOf(text)).toThrow('malformed_reply');
  });
});
