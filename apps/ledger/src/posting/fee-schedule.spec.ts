import fc from 'fast-check';
import { cop, PLATFORM_SCHEDULE, PROVIDER_SCHEDULE, SCHEDULES } from '../fixtures/money-events.js';
import { feeOn, scheduleFor, type FeeSchedule } from './fee-schedule.js';

const ROUTE = 'efecty.epayco';
const schedule = (change: Partial<FeeSchedule>): FeeSchedule => ({
  ...PROVIDER_SCHEDULE,
  ...change,
});

describe('the schedule in force', () => {
  const general = schedule({ source: 'general', fromOn: '2026-01-01', toOn: '2026-06-30' });
  const raised = schedule({ source: 'raised', fromOn: '2026-07-01' });
  const own = schedule({
    source: 'own',
    subject: ROUTE,
    fromOn: '2026-03-01',
    toOn: '2026-03-31',
  });
  const other = schedule({ source: 'other', subject: 'baloto.epayco' });
  const platform = { ...PLATFORM_SCHEDULE, source: 'platform' };
  const all = [general, raised, own, other, platform];

  it.each([
    ['before any', '2025-12-31', undefined],
    ['on its first day', '2026-01-01', 'general'],
    ['on its last day', '2026-06-30', 'general'],
    ['the day after', '2026-07-01', 'raised'],
    ['with no end', '2099-12-31', 'raised'],
    ['the day before its own', '2026-02-28', 'general'],
    ['its own on the first day', '2026-03-01', 'own'],
    ['its own on the last day', '2026-03-31', 'own'],
    ['general again after its own', '2026-04-01', 'general'],
  ])('%s, %s: %s', (_, day, source) => {
    // The order of the rows in the table says nothing.
    for (const rows of [all, [...all].reverse()]) {
      expect(scheduleFor(rows, 'provider', ROUTE, day)?.source).toBe(source);
    }
  });

  it('takes the later start where two overlap', () => {
    const newer = schedule({ source: 'newer', fromOn: '2026-02-01' });
    for (const rows of [
      [general, newer],
      [newer, general],
    ]) {
      expect(scheduleFor(rows, 'provider', ROUTE, '2026-01-31')?.source).toBe('general');
      expect(scheduleFor(rows, 'provider', ROUTE, '2026-02-01')?.source).toBe('newer');
    }
  });

  it('takes its own before a general one that started later', () => {
    const later = schedule({ source: 'later', fromOn: '2026-03-15' });
    expect(scheduleFor([own, later], 'provider', ROUTE, '2026-03-20')?.source).toBe('own');
  });

  it('keeps kinds and subjects apart', () => {
    expect(scheduleFor([other], 'provider', ROUTE, '2026-03-01')).toBeNull();
    expect(scheduleFor([platform], 'provider', ROUTE, '2026-03-01')).toBeNull();
    expect(scheduleFor([own], 'platform', ROUTE, '2026-03-01')).toBeNull();
    expect(scheduleFor([], 'provider', ROUTE, '2026-03-01')).toBeNull();
  });
});

describe('a fee', () => {
  it('is nothing without a schedule', () => {
    expect(feeOn(null, cop(10n ** 12n))).toEqual({ fee: 0n, iva: 0n });
  });

  it.each<[string, Partial<FeeSchedule>, bigint, bigint, bigint]>([
    ['L1-2: 2,5 % + 800 of 250.000', {}, 25_000_000n, 705_000n, 133_950n],
    ['the fixed part alone', { feeBps: 0n }, 25_000_000n, 80_000n, 15_200n],
    ['the share alone', { fixedMinor: 0n }, 25_000_000n, 625_000n, 118_750n],
    ['without IVA', { ivaBps: 0n }, 25_000_000n, 705_000n, 0n],
    ['of one centavo', { fixedMinor: 0n }, 1n, 0n, 0n],
    ['half a centavo is rounded up', { fixedMinor: 0n, feeBps: 50n, ivaBps: 0n }, 100n, 1n, 0n],
    ['less than half is rounded down', { fixedMinor: 0n, feeBps: 49n, ivaBps: 0n }, 100n, 0n, 0n],
    [
      'IVA is taken of the rounded fee',
      { fixedMinor: 0n, feeBps: 50n, ivaBps: 5_000n },
      100n,
      1n,
      1n,
    ],
    ['all of it', { fixedMinor: 0n, feeBps: 10_000n, ivaBps: 0n }, 25_000_000n, 25_000_000n, 0n],
    ['more than all of it', {}, 100n, 80_003n, 15_201n],
    ['past what a number holds', { fixedMinor: 0n, ivaBps: 0n }, 10n ** 18n, 25n * 10n ** 15n, 0n],
  ])('%s', (_, change, base, fee, iva) => {
    expect(feeOn(schedule(change), cop(base))).toEqual({ fee, iva });
  });

  it('is never below its fixed part, never falls as the amount grows, and is off by half a centavo', () => {
    const amount = fc.bigInt(1n, 10n ** 12n);
    fc.assert(
      fc.property(amount, amount, fc.bigInt(0n, 10_000n), (a, b, feeBps) => {
        const [small, large] = a < b ? [a, b] : [b, a];
        const one = schedule({ feeBps });
        const fee = feeOn(one, cop(small)).fee;
        expect(fee).toBeGreaterThanOrEqual(one.fixedMinor);
        expect(feeOn(one, cop(large)).fee).toBeGreaterThanOrEqual(fee);
        const off = (fee - one.fixedMinor) * 10_000n - small * feeBps;
        expect(off > -5_000n && off <= 5_000n).toBe(true);
      }),
    );
  });

  it('is the same for the platform, by its own schedule', () => {
    expect(SCHEDULES).toContain(PLATFORM_SCHEDULE);
    // L1-3: 3,2 % + 1.000 of 250.000
    expect(feeOn(PLATFORM_SCHEDULE, cop(25_000_000n))).toEqual({ fee: 900_000n, iva: 171_000n });
  });
});
