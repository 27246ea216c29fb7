import { healthConfig, healthConfigSchema } from './health.config.js';
import { thresholdsView, toThresholdsView } from './thresholds-view.schema.js';

const shown = (variables: Record<string, string>) =>
  toThresholdsView(healthConfig(healthConfigSchema.parse(variables)));

describe('what routes are measured by', () => {
  it('is shown as it is unless somebody says otherwise', () => {
    expect(shown({})).toEqual({
      breakers: {
        enforced: true,
        windowMs: 30_000,
        minimumCalls: 20,
        failureShare: 0.5,
        slowShare: 0.8,
        newestFailureShare: 0.8,
        slowMs: 10_000,
        openMs: 10_000,
        maxOpenMs: 120_000,
        probes: 3,
      },
      callsPerRoute: 64,
      retries: { windowMs: 30_000, share: 0.2, floor: 3 },
      issuance: { windowMs: 300_000, fewestSuccesses: 0.9 },
      conversion: { windowDays: 14, minimumEnded: 200 },
      explorationShare: 0.05,
      issueWithinMs: 3_600_000,
    });
  });

  it('is shown as it was configured', () => {
    const view = shown({
      CAUCE_BREAKERS: 'dry_run',
      CAUCE_BREAKER_FAILURE_PERCENT: '35',
      CAUCE_CONVERSION_DAYS: '7',
      CAUCE_ROUTE_CALLS: '8',
      CAUCE_RETRY_FLOOR: '0',
    });
    expect(view).toMatchObject({
      breakers: { enforced: false, failureShare: 0.35 },
      conversion: { windowDays: 7 },
      callsPerRoute: 8,
      retries: { floor: 0 },
    });
    expect(thresholdsView.parse(view)).toEqual(view);
  });
});
