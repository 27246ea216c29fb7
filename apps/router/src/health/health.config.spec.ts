import { readConfig } from '@cauce/config';
import { healthConfig, healthConfigSchema } from './health.config.js';

const configOf = (env: Record<string, string> = {}) =>
  healthConfig(readConfig(healthConfigSchema, env));

describe('how the router watches over its routes', () => {
  it('opens a breaker at half of twenty calls in thirty seconds, for ten seconds at first', () => {
    expect(configOf().breakers).toEqual({
      windowMs: 30_000,
      minimumCalls: 20,
      failurePercent: 50,
      slowMs: 10_000,
      slowPercent: 80,
      openMs: 10_000,
      maxOpenMs: 120_000,
      isDryRun: false,
    });
  });

  it('lets a fifth of the calls be retries, and three at least', () => {
    expect(configOf().retries).toEqual({ windowMs: 30_000, ratio: 0.2, floor: 3 });
  });

  it('tells a route degraded below nine successes of ten in five minutes', () => {
    expect(configOf()).toMatchObject({ issuanceWindowMs: 300_000, fewestSuccesses: 0.9 });
  });

  it('can be watched before it is enforced', () => {
    expect(configOf({ CAUCE_BREAKERS: 'dry_run' }).breakers.isDryRun).toBe(true);
  });

  it('takes no decision on fewer calls than tell anything', () => {
    expect(() => configOf({ CAUCE_BREAKER_MINIMUM_CALLS: '5' })).toThrow(
      'CAUCE_BREAKER_MINIMUM_CALLS',
    );
  });
});
