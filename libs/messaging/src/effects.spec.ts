import { createLogger } from '@cauce/observability';
import { Effects } from './effects.js';
import { gate } from './fixtures/gate.js';
import { withinTime } from './within-time.js';
import { backOffMs, pause } from './back-off.js';

describe('effects', () => {
  it('have room for hundreds at a time and no more', async () => {
    const effects = new Effects(createLogger({ service: 'test', level: 'silent' }));
    const held = gate();
    effects.start(
      Array.from({ length: 499 }, () => () => held.opened),
      {},
    );
    await effects.room();
    const last = gate();
    effects.start([() => last.opened], {});
    let hasRoom = false;
    const room = effects.room().then(() => (hasRoom = true));
    await new Promise(setImmediate);
    expect(hasRoom).toBe(false);
    last.open();
    await room;
    held.open();
    await effects.idle();
  });
});

describe('a bounded wait', () => {
  it('ends with the work, or without it', async () => {
    await expect(withinTime(Promise.resolve(), 1_000)).resolves.toBeUndefined();
    await expect(withinTime(Promise.reject(new Error('own')), 1_000)).rejects.toThrow('own');
    await expect(withinTime(new Promise(() => undefined), 5)).rejects.toThrow('longer than 5 ms');
  });

  it('does not fall over work that fails after it', async () => {
    const late = gate();
    const work = late.opened.then(() => Promise.reject(new Error('late')));
    await expect(withinTime(work, 1)).rejects.toThrow('longer than 1 ms');
    late.open();
    await new Promise(setImmediate);
  });
});

describe('pauses', () => {
  const growing = { firstMs: 50, factor: 3, maxMs: 5_000 };

  it.each([
    [0, 50],
    [1, 150],
    [3, 1_350],
    [5, 5_000],
    [10_000, 5_000],
  ])('after %i failures are about %i ms', (round, ms) => {
    for (let i = 0; i < 50; i += 1) {
      expect(backOffMs(growing, round)).toBeGreaterThanOrEqual(ms * 0.8);
      expect(backOffMs(growing, round)).toBeLessThanOrEqual(ms * 1.2);
    }
  });

  it('end when they are told to', async () => {
    const stopping = new AbortController();
    expect(await pause(0, stopping.signal)).toBe(true);
    const paused = pause(60_000, stopping.signal);
    stopping.abort();
    expect(await paused).toBe(false);
    expect(await pause(60_000, stopping.signal)).toBe(false);
  });
});
