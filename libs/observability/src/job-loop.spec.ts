import { AsyncLocalStorage } from 'node:async_hooks';
import { jest } from '@jest/globals';
import { JobLoop, type JobLoopOptions } from './job-loop.js';
import { createLogger } from './logger.js';
import { Metrics } from './metrics.js';

const EVERY_MS = 100;

function openLoop(run: () => Promise<number>, options: Partial<JobLoopOptions> = {}) {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const logger = createLogger({ service: 'test', level: 'info', destination });
  const loop = new JobLoop({ name: 'sweep', everyMs: EVERY_MS, run, logger, ...options });
  return { loop, lines };
}

/** A job whose turns the test ends by hand. */
function heldJob() {
  const turns: { end: (done?: number) => void }[] = [];
  const run = () => new Promise<number>((end) => turns.push({ end: (done = 0) => end(done) }));
  return { turns, run };
}

describe('a job loop', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('runs at once, and again after the pause', async () => {
    let turns = 0;
    const { loop } = openLoop(async () => ((turns += 1), 0));
    loop.start();
    await jest.advanceTimersByTimeAsync(0);
    expect(turns).toBe(1);
    await jest.advanceTimersByTimeAsync(EVERY_MS - 1);
    expect(turns).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(turns).toBe(2);
    await loop.stop();
  });

  it('goes on without a pause while there is work', async () => {
    let left = 5;
    const { loop } = openLoop(async () => Math.max(0, left--));
    loop.start();
    await jest.advanceTimersByTimeAsync(10);
    expect(left).toBe(-1);
    await loop.stop();
  });

  it('never runs two turns at once, however often it is woken', async () => {
    const { turns, run } = heldJob();
    const { loop } = openLoop(run);
    loop.start();
    await jest.advanceTimersByTimeAsync(0);
    for (let i = 0; i < 5; i += 1) loop.wake();
    await jest.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(turns).toHaveLength(1);
    turns[0]?.end();
    await jest.advanceTimersByTimeAsync(1);
    expect(turns).toHaveLength(2);
    turns[1]?.end();
    await loop.stop();
    expect(turns).toHaveLength(2);
  });

  it('is woken out of its pause', async () => {
    let turns = 0;
    const { loop } = openLoop(async () => ((turns += 1), 0));
    loop.start();
    await jest.advanceTimersByTimeAsync(1);
    loop.wake();
    loop.wake();
    await jest.advanceTimersByTimeAsync(1);
    expect(turns).toBe(2);
    await loop.stop();
  });

  it('waits longer after each failure, half a minute at most, and logs each once', async () => {
    const startedAt: number[] = [];
    const { loop, lines } = openLoop(async () => {
      startedAt.push(performance.now());
      throw new Error('no luck');
    });
    loop.start();
    await jest.advanceTimersByTimeAsync(300_000);
    await loop.stop();
    const pauses = startedAt.slice(1).map((at, i) => at - (startedAt[i] ?? 0));
    pauses.slice(0, 8).forEach((pause, i) => {
      expect(pause).toBeGreaterThanOrEqual(EVERY_MS * 2 ** (i + 1) * 0.8 - 1);
      expect(pause).toBeLessThanOrEqual(EVERY_MS * 2 ** (i + 1) * 1.2 + 1);
    });
    expect(Math.max(...pauses)).toBeLessThanOrEqual(30_001);
    expect(lines).toHaveLength(startedAt.length);
    expect(lines[1]).toMatchObject({ level: 'error', job: 'sweep', failures: 2 });
  });

  it('waits after failures no longer than the job may', async () => {
    let last = 0;
    let longest = 0;
    const { loop } = openLoop(
      async () => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
        throw new Error('no luck');
      },
      { longestPauseMs: 2_000 },
    );
    last = performance.now();
    loop.start();
    await jest.advanceTimersByTimeAsync(300_000);
    await loop.stop();
    expect(longest).toBeGreaterThan(1_500);
    expect(longest).toBeLessThanOrEqual(2_001);
  });

  it('starts over with the usual pause after a success', async () => {
    let turns = 0;
    const { loop, lines } = openLoop(async () => {
      turns += 1;
      if (turns === 1) throw new Error('once');
      return 0;
    });
    loop.start();
    await jest.advanceTimersByTimeAsync(EVERY_MS * 2 * 1.2 + 1);
    expect(turns).toBe(2);
    await jest.advanceTimersByTimeAsync(EVERY_MS + 1);
    expect(turns).toBe(3);
    expect(lines).toHaveLength(1);
    await loop.stop();
  });

  it('is not driven through its pause by being woken while it fails', async () => {
    let turns = 0;
    const { loop } = openLoop(async () => {
      turns += 1;
      throw new Error('still down');
    });
    loop.start();
    for (let ms = 0; ms < 1_000; ms += 1) {
      loop.wake();
      await jest.advanceTimersByTimeAsync(1);
    }
    expect(turns).toBeGreaterThan(5);
    expect(turns).toBeLessThanOrEqual(1_000 / EVERY_MS + 1);
    await loop.stop();
  });

  it('survives a job that throws before it returns a promise', async () => {
    let turns = 0;
    const { loop } = openLoop(() => {
      turns += 1;
      throw new Error('not even a promise');
    });
    loop.start();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(turns).toBeGreaterThan(1);
    await loop.stop();
  });

  it('stops after the turn that runs, and can start again', async () => {
    const { turns, run } = heldJob();
    const { loop } = openLoop(run);
    loop.start();
    await jest.advanceTimersByTimeAsync(0);
    let isStopped = false;
    const stopped = loop.stop().then(() => (isStopped = true));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(isStopped).toBe(false);
    turns[0]?.end(7);
    await stopped;
    loop.wake();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(turns).toHaveLength(1);
    loop.start();
    await jest.advanceTimersByTimeAsync(0);
    expect(turns).toHaveLength(2);
    turns[1]?.end();
    await loop.stop();
  });

  it('runs its turns outside of what woke it', async () => {
    const request = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const { loop } = openLoop(async () => {
      seen.push(request.getStore());
      return 0;
    });
    request.run('a request', () => loop.start());
    await jest.advanceTimersByTimeAsync(1);
    request.run('another request', () => loop.wake());
    await jest.advanceTimersByTimeAsync(EVERY_MS * 2);
    await loop.stop();
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.filter((store) => store !== undefined)).toEqual([]);
  });

  it('counts turns by result and measures them', async () => {
    const metrics = new Metrics();
    let turns = 0;
    const run = async () => {
      turns += 1;
      if (turns === 1) throw new Error('once');
      return 0;
    };
    const { loop } = openLoop(run, { metrics });
    loop.start();
    await jest.advanceTimersByTimeAsync(EVERY_MS * 2.4 + 1);
    await loop.stop();
    jest.useRealTimers();
    const text = await metrics.text();
    expect(text).toContain('cauce_job_turns_total{job="sweep",result="failed"} 1');
    expect(text).toContain('cauce_job_turns_total{job="sweep",result="ok"} 1');
    expect(text).toContain('cauce_job_turn_seconds_count{job="sweep"} 2');
  });
});
