import { closedNow, closedUntil } from './closed-now.js';

const day = { opens: '08:00', closes: '18:00' };
const hours = {
  weekday: day,
  saturday: { opens: '08:00', closes: '13:00' },
  sunday: null,
  holiday: null,
};
const bogota = (text: string) => new Date(`${text}:00-05:00`);

describe('a route with hours', () => {
  it.each([
    ['2026-11-20T10:00', null],
    ['2026-11-20T07:59', 'closed_hours'],
    ['2026-11-20T18:00', 'closed_hours'],
    ['2026-11-21T12:59', null],
    ['2026-11-21T13:00', 'closed_hours'],
    ['2026-11-22T10:00', 'closed_hours'],
    // The independence of Cartagena, moved to a Monday.
    ['2026-11-16T10:00', 'holiday'],
  ])('at %s: %s', (at, reason) => {
    expect(closedNow({ hours }, bogota(at))).toBe(reason);
  });

  it('that works on holidays is closed by its hours then', () => {
    const open = { ...hours, holiday: { opens: '09:00', closes: '12:00' } };
    expect(closedNow({ hours: open }, bogota('2026-11-16T10:00'))).toBeNull();
    expect(closedNow({ hours: open }, bogota('2026-11-16T12:00'))).toBe('closed_hours');
  });
});

describe('a route that is closed', () => {
  it.each([
    ['2026-11-20T07:59', '2026-11-20T08:00'],
    ['2026-11-20T18:00', '2026-11-21T08:00'],
    ['2026-11-21T13:00', '2026-11-23T08:00'],
  ])('at %s is closed until %s', (at, opens) => {
    expect(closedUntil({ hours }, bogota(at))).toEqual(bogota(opens));
  });

  it('and never opens has no end to that, and an open one none either', () => {
    const never = { weekday: null, saturday: null, sunday: null, holiday: null };
    expect(closedUntil({ hours: never }, bogota('2026-11-20T10:00'))).toBeNull();
    expect(closedUntil({ hours }, bogota('2026-11-20T10:00'))).toBeNull();
  });
});

it('a route without hours is never closed', () => {
  expect(closedNow({ hours: null }, bogota('2026-11-22T03:00'))).toBeNull();
  expect(closedUntil({ hours: null }, bogota('2026-11-22T03:00'))).toBeNull();
});
