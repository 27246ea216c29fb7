import { jest } from '@jest/globals';
import { Health } from './health.js';

describe('readiness', () => {
  it('holds when every check does', async () => {
    const health = new Health();
    health.register('database.router', async () => undefined);
    expect(await health.ready()).toEqual({ ok: true, checks: { 'database.router': 'ok' } });
  });

  it('fails with the reason of each check that fails', async () => {
    const health = new Health();
    health.register('database', async () => {
      throw new Error('connect ECONNREFUSED 127.0.0.1:5432\n  at somewhere');
    });
    health.register('bus', () => {
      throw new Error('not started');
    });
    health.register('disk', async () => undefined);
    health.register('odd', () => Promise.reject(new Error('ok')));
    expect(await health.ready()).toEqual({
      ok: false,
      checks: {
        database: 'connect ECONNREFUSED 127.0.0.1:5432',
        bus: 'not started',
        disk: 'ok',
        odd: 'failed',
      },
    });
  });

  it('does not repeat a password that an error carries', async () => {
    const health = new Health();
    health.register('database', async () => {
      throw new Error('cannot reach postgres://cauce:hunter2@db/cauce');
    });
    expect(JSON.stringify(await health.ready())).not.toContain('hunter2');
  });

  it('does not wait for a check that hangs, even when it fails later', async () => {
    jest.useFakeTimers();
    try {
      const health = new Health();
      let fail: (error: Error) => void = () => undefined;
      health.register('database', () => new Promise((_, reject) => (fail = reject)));
      const ready = health.ready();
      await jest.advanceTimersByTimeAsync(2_000);
      expect(await ready).toEqual({ ok: false, checks: { database: 'no answer in time' } });
      fail(new Error('too late'));
      await jest.advanceTimersByTimeAsync(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('is off once the process drains', async () => {
    const health = new Health();
    health.register('database', async () => undefined);
    health.drain();
    expect(await health.ready()).toEqual({
      ok: false,
      checks: { database: 'ok', process: 'stopping' },
    });
  });

  it('has one check for each name', () => {
    const health = new Health();
    health.register('database', async () => undefined);
    expect(() => health.register('database', async () => undefined)).toThrow('already');
  });
});
