import { fixedClock } from './index.js';

describe('a fixed clock', () => {
  it('stands still', () => {
    const clock = fixedClock('2026-11-23T15:00:00Z');
    expect(clock.now()).toEqual(new Date('2026-11-23T15:00:00Z'));
    expect(clock.now()).toEqual(clock.now());
  });

  it('moves when it is told to, both ways', () => {
    const clock = fixedClock(new Date('2026-11-23T15:00:00Z'));
    clock.advance(90_000);
    expect(clock.now().toISOString()).toBe('2026-11-23T15:01:30.000Z');
    clock.set('2026-01-01T00:00:00Z');
    expect(clock.now().toISOString()).toBe('2026-01-01T00:00:00.000Z');
  });

  it('is not changed by whoever changes what it gave', () => {
    const clock = fixedClock('2026-11-23T15:00:00Z');
    clock.now().setFullYear(1999);
    expect(clock.now().getUTCFullYear()).toBe(2026);
  });

  it('refuses what is no instant', () => {
    expect(() => fixedClock('tomorrow')).toThrow(RangeError);
  });
});
