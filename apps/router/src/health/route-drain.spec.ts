import { drainedAt, type Drain, type MaintenanceWindow } from './route-drain.js';

const ROUTE = 'efecty.epayco';
const at = (time: string) => new Date(`2026-11-24T${time}Z`);

const window = (startsAt: string, endsAt: string, route = ROUTE): MaintenanceWindow => ({
  id: `mnt_${startsAt}`,
  route,
  reason: `until ${endsAt}`,
  startsAt: at(startsAt),
  endsAt: at(endsAt),
  plannedBy: 'key',
});

const drain: Drain = {
  route: ROUTE,
  reason: 'wrong vouchers',
  drainedBy: 'key',
  drainedAt: at('10:00:00'),
};

describe('a route', () => {
  it('takes payments when nobody drained it', () => {
    expect(drainedAt(ROUTE, [], [], at('12:00:00'))).toBeNull();
    expect(drainedAt('baloto.epayco', [drain], [], at('12:00:00'))).toBeNull();
  });

  it('is drained until somebody restores it', () => {
    const drained = { kind: 'drained', reason: 'wrong vouchers', until: null };
    expect(drainedAt(ROUTE, [drain], [], at('23:00:00'))).toEqual(drained);
  });

  it.each([
    ['before its window', '11:59:59', null],
    ['at its beginning', '12:00:00', 'maintenance'],
    ['at its last moment', '13:59:59', 'maintenance'],
    ['at its end', '14:00:00', null],
  ])('%s: %s', (_, time, kind) => {
    const windows = [window('12:00:00', '14:00:00')];
    expect(drainedAt(ROUTE, [], windows, at(time))?.kind ?? null).toBe(kind);
  });

  it('is not in the maintenance of another', () => {
    const windows = [window('12:00:00', '14:00:00', 'baloto.epayco')];
    expect(drainedAt(ROUTE, [], windows, at('13:00:00'))).toBeNull();
  });

  it('stays in maintenance until the last of its windows ends', () => {
    const windows = [window('12:00:00', '14:00:00'), window('13:00:00', '16:00:00')];
    expect(drainedAt(ROUTE, [], windows, at('13:30:00'))?.until).toEqual(at('16:00:00'));
  });

  it('is drained first of all by hand, which no clock ends', () => {
    const windows = [window('12:00:00', '14:00:00')];
    expect(drainedAt(ROUTE, [drain], windows, at('13:00:00'))?.kind).toBe('drained');
  });
});
