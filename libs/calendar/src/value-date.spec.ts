import fc from 'fast-check';
import {
  addDays,
  alwaysOpen,
  bankCalendar,
  dayOf,
  legalCalendar,
  nextBusinessDay,
  previousBusinessDay,
  valueDate,
  withExceptions,
  type BusinessCalendar,
  type Day,
} from './index.js';

const day = fc.integer({ min: 0, max: 7_000 }).map((n) => addDays('2021-01-01', n));
const calendar = fc.constantFrom(bankCalendar, legalCalendar, alwaysOpen);
const count = fc.integer({ min: 1, max: 40 });

/** Counts the open days in (from, to], the slow and obvious way. */
function openDaysBetween(which: BusinessCalendar, from: Day, to: Day): number {
  let open = 0;
  for (let at = addDays(from, 1); at <= to; at = addDays(at, 1)) {
    if (which.isBusinessDay(at)) open += 1;
  }
  return open;
}

describe('the next business day', () => {
  it.each([
    ['a weekday', '2026-11-18', 1, '2026-11-19'],
    ['a Friday', '2026-11-20', 1, '2026-11-23'],
    ['a Sunday', '2026-11-22', 1, '2026-11-23'],
    ['Wednesday of Holy Week', '2026-04-01', 1, '2026-04-06'],
    ['the day before New Year’s Eve', '2026-12-30', 1, '2027-01-04'],
    ['a Friday, two days on', '2026-11-20', 2, '2026-11-24'],
    ['a Friday, no days on', '2026-11-20', 0, '2026-11-20'],
    ['a Saturday, no days on', '2026-11-21', 0, '2026-11-23'],
  ])('after %s is found', (_name, from, n, to) => {
    expect(nextBusinessDay(bankCalendar, from, n)).toBe(to);
  });

  it('is open, and exactly n open days away', () => {
    fc.assert(
      fc.property(calendar, day, count, (which, from, n) => {
        const to = nextBusinessDay(which, from, n);
        expect(which.isBusinessDay(to)).toBe(true);
        expect(openDaysBetween(which, from, to)).toBe(n);
      }),
    );
  });
});

describe('the previous business day', () => {
  it.each([
    ['2026-11-23', 1, '2026-11-20'],
    ['2026-11-22', 1, '2026-11-20'],
    ['2026-04-06', 1, '2026-04-01'],
    ['2026-11-22', 0, '2026-11-20'],
  ])('before %s by %d is %s', (from, n, to) => {
    expect(previousBusinessDay(bankCalendar, from, n)).toBe(to);
  });

  it('leads back to a business day that the next one left', () => {
    fc.assert(
      fc.property(calendar, day, count, (which, from, n) => {
        const start = nextBusinessDay(which, from, 0);
        expect(previousBusinessDay(which, nextBusinessDay(which, start, n), n)).toBe(start);
      }),
    );
  });
});

describe('the value date', () => {
  const at = (text: string) => new Date(`${text}-05:00`);

  it.each([
    ['before the cut-off of a weekday', '2026-11-18T14:59:59.999', '2026-11-19'],
    ['at the cut-off', '2026-11-18T15:00:00', '2026-11-20'],
    ['late on a Friday', '2026-11-20T16:00:00', '2026-11-24'],
    ['early on a Saturday', '2026-11-21T08:00:00', '2026-11-24'],
    ['late on a Sunday', '2026-11-22T23:00:00', '2026-11-24'],
    ['on Maundy Thursday', '2026-04-02T10:00:00', '2026-04-07'],
    ['on Easter Monday morning', '2026-04-06T10:00:00', '2026-04-07'],
    ['just before midnight, which is the next day in UTC', '2026-11-18T23:59:00', '2026-11-20'],
  ])('of money collected %s with T+1', (_name, when, expected) => {
    expect(valueDate(bankCalendar, at(when), '15:00', 1)).toBe(expected);
  });

  it('is the same day with T+0 before the cut-off', () => {
    expect(valueDate(bankCalendar, at('2026-11-18T09:00:00'), '15:00', 0)).toBe('2026-11-18');
  });

  it('knows no late hour when the cut-off is 24:00', () => {
    expect(valueDate(alwaysOpen, at('2026-11-18T23:59:59.999'), '24:00', 0)).toBe('2026-11-18');
    expect(valueDate(alwaysOpen, at('2026-11-18T00:00:00'), '00:00', 0)).toBe('2026-11-19');
  });

  it('never goes back in time, nor before the event', () => {
    const instant = fc.date({
      min: new Date('2021-01-01T00:00:00Z'),
      max: new Date('2039-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    const later = fc.integer({ min: 0, max: 10 * 86_400_000 });
    fc.assert(
      fc.property(instant, later, fc.integer({ min: 0, max: 5 }), (first, gap, n) => {
        const second = new Date(first.getTime() + gap);
        const due = valueDate(bankCalendar, first, '15:00', n);
        expect(due <= valueDate(bankCalendar, second, '15:00', n)).toBe(true);
        expect(due >= dayOf(first)).toBe(true);
        expect(bankCalendar.isBusinessDay(due)).toBe(true);
      }),
    );
  });

  it.each(['', '15', '3:00', '24:01', '25:00', '15:60', '15:00:00', ' 15:00'])(
    'refuses %j as a cut-off',
    (cutoff) => {
      expect(() => valueDate(bankCalendar, at('2026-11-18T09:00:00'), cutoff, 1)).toThrow(
        expect.objectContaining({ code: 'BAD_CUTOFF' }),
      );
    },
  );
});

describe('the walk over days', () => {
  it.each([-1, 1.5, 367, Number.NaN])('refuses %d business days', (n) => {
    const refused = expect.objectContaining({ code: 'BAD_COUNT' });
    expect(() => nextBusinessDay(bankCalendar, '2026-11-18', n)).toThrow(refused);
    expect(() => previousBusinessDay(bankCalendar, '2026-11-18', n)).toThrow(refused);
  });

  it('ends when a calendar never opens', () => {
    const closed: BusinessCalendar = { name: 'closed', isBusinessDay: () => false };
    const refused = expect.objectContaining({ code: 'NEVER_OPENS' });
    expect(() => nextBusinessDay(closed, '2026-11-18')).toThrow(refused);
    expect(() => previousBusinessDay(closed, '2026-11-18')).toThrow(refused);
  });

  it('crosses a closure of a month', () => {
    const month = Array.from({ length: 31 }, (_, n) => addDays('2026-10-01', n));
    const shut = withExceptions(
      alwaysOpen,
      month.map((which) => ({ day: which, kind: 'closed' as const, source: 'renovation' })),
    );
    expect(nextBusinessDay(shut, '2026-09-30')).toBe('2026-11-01');
    expect(previousBusinessDay(shut, '2026-11-01')).toBe('2026-09-30');
  });
});
