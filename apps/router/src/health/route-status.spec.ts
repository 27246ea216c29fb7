import { BREAKER_STATES } from './breaker-position.js';
import { routeStatus, type KnownHealth } from './route-status.js';

const WELL: KnownHealth = {
  absence: null,
  issue: 'closed',
  readStatus: 'closed',
  cancel: 'closed',
  drained: null,
  isDegraded: false,
};
const by = (kind: 'drained' | 'maintenance') => ({ kind, reason: 'x', until: null });

describe('the status of a route', () => {
  it.each<[string, Partial<KnownHealth>, string, string[]]>([
    ['nothing is wrong', {}, 'up', []],
    ['its connector gave it up', { absence: 'withdrawn' }, 'down', ['withdrawn']],
    ['its connector is not heard', { absence: 'silent' }, 'down', ['silent']],
    ['somebody drained it', { drained: by('drained') }, 'down', ['drained']],
    ['it is in maintenance', { drained: by('maintenance') }, 'down', ['maintenance']],
    ['its breaker is open', { issue: 'open' }, 'down', ['breaker_open']],
    ['it is being probed', { issue: 'half_open' }, 'degraded', ['probing']],
    ['it issues badly', { isDegraded: true }, 'degraded', ['issues_badly']],
    ['its status queries fail', { readStatus: 'open' }, 'degraded', ['status_queries_fail']],
    ['its cancellations fail', { cancel: 'open' }, 'degraded', ['cancellations_fail']],
  ])('when %s', (_, health, status, why) => {
    expect(routeStatus({ ...WELL, ...health })).toEqual({ status, why });
  });

  it('tells everything that is wrong, the worst first', () => {
    const health = { ...WELL, drained: by('drained'), issue: 'open', cancel: 'open' } as const;
    expect(routeStatus(health)).toEqual({
      status: 'down',
      why: ['drained', 'breaker_open', 'cancellations_fail'],
    });
  });

  it('is up only when there is nothing to tell, over all that can be', () => {
    for (const issue of BREAKER_STATES) {
      for (const readStatus of BREAKER_STATES) {
        for (const isDegraded of [true, false]) {
          for (const drained of [null, by('drained')]) {
            const health = { ...WELL, issue, readStatus, isDegraded, drained };
            const { status, why } = routeStatus(health);
            expect(status === 'up').toBe(why.length === 0);
            if (drained !== null || issue === 'open') expect(status).toBe('down');
          }
        }
      }
    }
  });
});
