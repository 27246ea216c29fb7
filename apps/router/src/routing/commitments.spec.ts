import { monthOf } from '@cauce/calendar';
import fc from 'fast-check';
import { behindCommitment } from './commitments.js';

const thousand = { monthlyPayments: 1_000 };

const behind = (paid: number, at: string, commitment = thousand) =>
  behindCommitment(paid, commitment, new Date(at));

const instant = fc.date({
  min: new Date('2020-01-01T00:00:00Z'),
  max: new Date('2040-01-01T00:00:00Z'),
  noInvalidDate: true,
});
const payments = fc.integer({ min: 0, max: 10_000_000 });
const commitment = fc.integer({ min: 1, max: 10_000_000 });

describe('a route with a monthly minimum', () => {
  it.each([
    ['in the middle of November, half', '2026-11-16T05:00:00Z', 500],
    ['after fourteen days of February, half', '2026-02-15T05:00:00Z', 500],
    // Of 29 days, 14: 482.7 of a thousand.
    ['after fourteen days of a leap year’s February, less', '2028-02-15T05:00:00Z', 483],
    ['after the 28th of February of a leap year, not yet all', '2028-02-29T05:00:00Z', 966],
    ['as the last day of December begins, 30 of 31', '2026-12-31T05:00:00Z', 968],
    ['in the last minute of a month, all', '2026-12-01T04:59:00Z', 1_000],
    ['in the last minute of February, all', '2026-03-01T04:59:00Z', 1_000],
    ['in the last minute of the year, all', '2027-01-01T04:59:00Z', 1_000],
  ])('owes %s', (_, at, due) => {
    expect(behind(due, at)).toBe(false);
    expect(behind(due - 1, at)).toBe(true);
  });

  it('owes nothing as a month begins in Bogota, and one payment within the first minute', () => {
    expect(behind(0, '2026-12-01T05:00:00.000Z')).toBe(false);
    expect(behind(0, '2026-12-01T05:00:59Z')).toBe(true);
    expect(behind(1, '2026-12-01T05:00:59Z')).toBe(false);
  });

  it('owes the month that it is in Bogota, not the one of UTC', () => {
    expect(behind(999, '2026-12-01T04:59:59Z')).toBe(true);
    expect(behind(999, '2026-12-01T05:00:00Z')).toBe(false);
  });

  it('is never behind once the minimum is reached', () => {
    fc.assert(
      fc.property(instant, commitment, payments, (at, monthlyPayments, more) => {
        expect(behindCommitment(monthlyPayments + more, { monthlyPayments }, at)).toBe(false);
      }),
    );
  });

  it('does not fall behind by collecting, nor catch up by waiting', () => {
    fc.assert(
      fc.property(instant, commitment, payments, (at, monthlyPayments, paid) => {
        const promised = { monthlyPayments };
        const later = new Date(monthOf(at).endsAt.getTime() - 1);
        const isBehind = behindCommitment(paid, promised, at);
        expect(!isBehind && behindCommitment(paid + 1, promised, at)).toBe(false);
        expect(isBehind && !behindCommitment(paid, promised, later)).toBe(false);
      }),
    );
  });

  it('is not judged at an instant that is none', () => {
    expect(() => behindCommitment(0, thousand, new Date(Number.NaN))).toThrow(
      expect.objectContaining({ code: 'BAD_INSTANT' }),
    );
  });
});
