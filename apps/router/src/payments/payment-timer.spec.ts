import { firstTimer, lastTimer } from './payment-timer.js';

const settings = { expiringLeadMs: 7_200_000, expiryGraceMs: 900_000 };
const expiresAt = new Date('2026-11-23T04:59:59Z');

describe('timers of a voucher', () => {
  it('first gives notice two hours before the end', () => {
    expect(firstTimer(expiresAt, new Date('2026-11-20T15:00:00Z'), settings)).toEqual({
      kind: 'expiring',
      at: new Date('2026-11-23T02:59:59Z'),
    });
  });

  it('goes straight to the end when the notice would be late', () => {
    expect(firstTimer(expiresAt, new Date('2026-11-23T03:00:00Z'), settings)?.kind).toBe('expire');
  });

  it('ends after the grace', () => {
    expect(lastTimer(expiresAt, settings).at).toEqual(new Date('2026-11-23T05:14:59Z'));
  });

  it('has none when the provider never said when the voucher ends', () => {
    expect(firstTimer(null, new Date(), settings)).toBeNull();
  });
});
