import fc from 'fast-check';
import {
  DEFAULT_POLL_SCHEDULE_MS,
  nextPollAt,
  POLL_AFTER_EXPIRY_MS,
  pollAgainAt,
  pollScheduleOf,
} from './poll-schedule.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const createdAt = new Date('2026-11-20T15:00:00Z');
const at = (ageMs: number) => new Date(createdAt.getTime() + ageMs);
const voucher = { createdAt, expiresAt: at(3 * DAY_MS), isPaid: false };

/** Ages at which a voucher is asked about when every poll comes on time. */
function agesOf(one: typeof voucher, scheduleMs = DEFAULT_POLL_SCHEDULE_MS): number[] {
  const ages: number[] = [];
  for (let now: Date | null = createdAt; now !== null;) {
    now = nextPollAt(one, now, scheduleMs);
    if (now !== null) ages.push(now.getTime() - createdAt.getTime());
  }
  return ages;
}

describe('when to ask about a voucher', () => {
  it('soon at first, then seldom', () => {
    const minutes = agesOf(voucher)
      .slice(0, 6)
      .map((ageMs) => ageMs / 60_000);
    expect(minutes).toEqual([2, 12, 42, 102, 222, 582]);
  });

  it('right at its end, an hour later, and for three days after it', () => {
    const ages = agesOf(voucher);
    expect(ages).toContain(3 * DAY_MS);
    expect(ages).toContain(3 * DAY_MS + HOUR_MS);
    const last = ages.at(-1) ?? 0;
    expect(last).toBeGreaterThan(5 * DAY_MS);
    expect(last).toBeLessThanOrEqual(3 * DAY_MS + POLL_AFTER_EXPIRY_MS);
    expect(ages.length).toBeLessThan(40);
  });

  it('seldom once it is paid: a second payment or a reversal may still come', () => {
    const [first] = agesOf({ ...voucher, isPaid: true });
    expect(first).toBe(6 * HOUR_MS);
  });

  it('by its age alone: a process that was away asks at the same instants as one that was not', () => {
    const ages = agesOf(voucher);
    const later = nextPollAt(voucher, at(30 * HOUR_MS), DEFAULT_POLL_SCHEDULE_MS);
    expect(ages).toContain((later?.getTime() ?? 0) - createdAt.getTime());
  });

  it('never again when its time is over', () => {
    const over = at(3 * DAY_MS + POLL_AFTER_EXPIRY_MS);
    expect(nextPollAt(voucher, over, DEFAULT_POLL_SCHEDULE_MS)).toBeNull();
  });

  it('always later than now, and it always comes to an end', () => {
    const schedule = fc.array(fc.integer({ min: 1_000, max: DAY_MS }), { minLength: 1 });
    const life = fc.integer({ min: -DAY_MS, max: 30 * DAY_MS });
    fc.assert(
      fc.property(schedule, life, fc.integer({ min: 0, max: 40 * DAY_MS }), (pauses, life, age) => {
        const next = nextPollAt({ ...voucher, expiresAt: at(life) }, at(age), pauses);
        if (next !== null) expect(next.getTime()).toBeGreaterThan(at(age).getTime());
        if (age > life + POLL_AFTER_EXPIRY_MS) expect(next).toBeNull();
      }),
    );
  });
});

describe('when to ask again after a poll that failed', () => {
  it('soon, then less soon, and never later than the schedule says', () => {
    const seconds = [1, 2, 3, 4, 9].map((failures) => {
      const next = pollAgainAt(failures, at(DAY_MS), createdAt);
      return ((next?.getTime() ?? 0) - createdAt.getTime()) / 1000;
    });
    expect(seconds).toEqual([30, 120, 600, 1800, 1800]);
    expect(pollAgainAt(4, at(5_000), createdAt)).toEqual(at(5_000));
  });

  it('also when it was the last one, but not for ever', () => {
    expect(pollAgainAt(1, null, createdAt)).toEqual(at(30_000));
    expect(pollAgainAt(201, null, createdAt)).toBeNull();
  });
});

describe('the schedule of a rail', () => {
  it('is fast at first where payers are at their bank at once', () => {
    const minutes = agesOf(voucher, pollScheduleOf('pse')).map((ageMs) => ageMs / 60_000);
    expect(minutes.slice(0, 8)).toEqual([0.25, 0.5, 1, 2, 4, 9, 14, 24]);
  });

  it.each(['efecty', 'baloto', 'toString'])('is that of counters for %s', (rail) => {
    expect(pollScheduleOf(rail)).toBe(DEFAULT_POLL_SCHEDULE_MS);
  });
});

describe('when counters are closed', () => {
  const times = { opens: '08:00', closes: '18:00' };
  const hours = { weekday: times, saturday: times, sunday: null, holiday: null };
  const bogota = (text: string) => new Date(`${text}:00-05:00`);
  const issuedAt = bogota('2026-11-20T17:30');
  const night = { createdAt: issuedAt, expiresAt: bogota('2026-11-24T17:30'), isPaid: false };
  const next = (now: string, pausesMs = [1_800_000]) =>
    nextPollAt(night, bogota(now), pausesMs, hours);

  it.each([
    // Within the hour in which shops report what they took.
    ['2026-11-20T18:00', '2026-11-20T18:30'],
    ['2026-11-20T18:30', '2026-11-21T00:30'],
    ['2026-11-21T00:30', '2026-11-21T06:30'],
    ['2026-11-21T06:30', '2026-11-21T08:00'],
    ['2026-11-21T08:00', '2026-11-21T08:30'],
    // Sunday: every six hours.
    ['2026-11-22T09:00', '2026-11-22T15:00'],
  ])('asked at %s, next at %s', (now, then) => {
    expect(next(now)).toEqual(bogota(then));
  });

  it('its end is asked about when it comes', () => {
    const late = { ...night, expiresAt: bogota('2026-11-21T02:00') };
    const asked = nextPollAt(late, bogota('2026-11-20T23:30'), [1_800_000], hours);
    expect(asked).toEqual(bogota('2026-11-21T02:00'));
  });

  it('a long pause is not made shorter', () => {
    expect(next('2026-11-22T09:00', [86_400_000])).toEqual(bogota('2026-11-22T17:30'));
  });

  it('it is asked later than now, and never before the schedule says or its end comes', () => {
    const age = fc.integer({ min: 0, max: 4 * DAY_MS });
    fc.assert(
      fc.property(age, (ageMs) => {
        const now = new Date(issuedAt.getTime() + ageMs);
        const [open, closed] = [null, hours].map((one) =>
          nextPollAt(night, now, DEFAULT_POLL_SCHEDULE_MS, one),
        );
        expect(closed?.getTime()).toBeGreaterThan(now.getTime());
        expect(closed?.getTime()).toBeGreaterThanOrEqual(open?.getTime() ?? 0);
      }),
    );
  });
});
