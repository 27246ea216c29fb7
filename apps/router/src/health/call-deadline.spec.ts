import { callTimeMs, issuingDeadline } from './call-deadline.js';

const start = new Date('2026-11-24T15:00:00Z');
const after = (ms: number) => new Date(start.getTime() + ms);

describe('the time of a call', () => {
  it('is the route’s own while the deadline is far', () => {
    expect(callTimeMs(8_000, start, after(60_000))).toBe(8_000);
  });

  it('grows less with each hop towards the deadline', () => {
    const times = [0, 2_000, 4_000].map((ms) => callTimeMs(8_000, after(ms), after(7_000)));
    expect(times).toEqual([7_000, 5_000, 3_000]);
  });

  it('is none when nothing could come of it: no call begins after its deadline', () => {
    expect(callTimeMs(8_000, after(6_001), after(7_000))).toBeNull();
    expect(callTimeMs(8_000, after(8_000), after(7_000))).toBeNull();
  });

  it('may be shorter than a second where the route asks for less', () => {
    expect(callTimeMs(300, after(6_700), after(7_000))).toBe(300);
  });
});

describe('until when a payment may be issued', () => {
  it('is a time after it was created', () => {
    const payment = { createdAt: start, requestedExpiresAt: null };
    expect(issuingDeadline(payment, 3_600_000)).toEqual(after(3_600_000));
  });

  it('is the end of the payment where that comes first', () => {
    const payment = { createdAt: start, requestedExpiresAt: after(600_000) };
    expect(issuingDeadline(payment, 3_600_000)).toEqual(after(600_000));
    const later = { createdAt: start, requestedExpiresAt: after(7_200_000) };
    expect(issuingDeadline(later, 3_600_000)).toEqual(after(3_600_000));
  });
});
