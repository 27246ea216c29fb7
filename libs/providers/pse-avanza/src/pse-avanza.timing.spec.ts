import { PSE_POLL_SCHEDULE_MS, PSE_TIMING } from './pse-avanza.timing.js';

const MINUTE_MS = 60_000;

/** Ages at which a transaction is asked about, in minutes. */
const askedAt = PSE_POLL_SCHEDULE_MS.map((_, index) =>
  PSE_POLL_SCHEDULE_MS.slice(0, index + 1).reduce((sum, pause) => sum + pause / MINUTE_MS, 0),
);

describe('when a transaction is asked about', () => {
  it('is never before the bank’s session must be over', () => {
    expect(askedAt[0]).toBe(7);
    expect(PSE_TIMING.bankSessionMs).toBe(7 * MINUTE_MS);
  });

  it('is every three minutes until ACH’s own probes and a margin are over', () => {
    expect(askedAt.slice(0, 11)).toEqual([7, 10, 13, 16, 19, 22, 25, 28, 31, 34, 37]);
    expect(PSE_TIMING.probesOverMs).toBe(21 * MINUTE_MS);
    expect(askedAt.some((age) => age * MINUTE_MS > PSE_TIMING.settledMs)).toBe(true);
  });

  it('goes on seldom, for a bank that takes its word back', () => {
    expect(PSE_POLL_SCHEDULE_MS.at(-1)).toBe(6 * 60 * MINUTE_MS);
  });
});
