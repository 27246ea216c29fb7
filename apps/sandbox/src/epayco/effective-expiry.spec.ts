import { bogotaText } from '../bogota-time.js';
import { DEFAULT_EXPIRY, effectiveExpiry, transferExpiry } from './effective-expiry.js';

const now = new Date('2026-11-20T15:00:00.500Z');

function effective(requested: string | null, outside: 'clip' | 'reject' = 'clip') {
  const expiry = effectiveExpiry(requested, now, { ...DEFAULT_EXPIRY, outside });
  return expiry.kind === 'accepted' ? bogotaText(expiry.effectiveAt) : expiry.reason;
}

describe('until when a voucher can be paid', () => {
  it.each([
    ['a time inside the window is kept', '2026-11-23 09:15:30', '2026-11-23 09:15:30'],
    ['a date is its last second', '2026-11-23', '2026-11-23 23:59:59'],
    ['12 hours are the least', '2026-11-20 11:00:00', '2026-11-20 22:00:00'],
    ['8 days are the most', '2027-01-31', '2026-11-28 10:00:00'],
    ['no wish is five days', null, '2026-11-25 10:00:00'],
  ])('%s', (_, requested, expected) => {
    expect(effective(requested)).toBe(expected);
  });

  it.each(['2026-11-20 10:00:00', '2026-11-19', '2020-12-05'])('refuses the past: %s', (text) => {
    expect(effective(text)).toMatch(/futura/);
  });

  it('refuses what is no date', () => {
    expect(effective('2026-12-05T10:00:00Z')).toMatch(/no es una fecha/);
  });

  it('can refuse what lies outside of the window instead of moving it', () => {
    expect(effective('2026-11-20 11:00:00', 'reject')).toMatch(/fuera del plazo/);
    expect(effective('2027-01-31', 'reject')).toMatch(/fuera del plazo/);
    expect(effective('2026-11-23', 'reject')).toBe('2026-11-23 23:59:59');
  });

  it('honours seconds when the bounds allow them', () => {
    const bounds = { ...DEFAULT_EXPIRY, minimumMs: 0 };
    expect(effectiveExpiry('2026-11-20 10:00:04', now, bounds)).toEqual({
      kind: 'accepted',
      effectiveAt: new Date('2026-11-20T15:00:04Z'),
    });
  });
});

describe('until when a payer can pay at a bank', () => {
  it('is twenty minutes, at a whole second', () => {
    expect(transferExpiry(now).effectiveAt).toEqual(new Date('2026-11-20T15:20:00Z'));
  });
});
