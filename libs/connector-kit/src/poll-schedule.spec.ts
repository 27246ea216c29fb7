import { DEFAULT_POLL_SCHEDULE_MS, nextPollAt, POLL_AFTER_EXPIRY_MS } from './poll-schedule.js';

const now = new Date('2026-11-20T15:00:00Z');
const inMs = (ms: number) => new Date(now.getTime() + ms);

describe('when to ask about a voucher', () => {
  it('soon at first, then seldom', () => {
    const pauses = [0, 1, 5, 50].map(
      (polls) =>
        (nextPollAt({ polls, expiresAt: null }, now, DEFAULT_POLL_SCHEDULE_MS)?.getTime() ?? 0) -
        now.getTime(),
    );
    expect(pauses).toEqual([120_000, 600_000, 21_600_000, 21_600_000]);
  });

  it('right at its end, when the pause would go beyond it', () => {
    const expiresAt = inMs(60_000);
    expect(nextPollAt({ polls: 0, expiresAt }, now, DEFAULT_POLL_SCHEDULE_MS)).toEqual(expiresAt);
  });

  it('for some days after its end, because shops report late', () => {
    expect(
      nextPollAt({ polls: 9, expiresAt: inMs(-1) }, now, DEFAULT_POLL_SCHEDULE_MS),
    ).not.toBeNull();
    const longOver = inMs(-POLL_AFTER_EXPIRY_MS);
    expect(nextPollAt({ polls: 9, expiresAt: longOver }, now, DEFAULT_POLL_SCHEDULE_MS)).toBeNull();
  });
});
