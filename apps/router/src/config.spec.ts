import { routerConfig, routerConfigSchema } from './config.js';
import { DEFAULT_RESOLVE_SCHEDULE_MS } from './payments/resolve-schedule.js';

const configOf = (env: Record<string, string> = {}) => routerConfig(routerConfigSchema.parse(env));

describe('the configuration of the router', () => {
  it('has defaults that suit production', () => {
    expect(configOf()).toMatchObject({
      resolveScheduleMs: DEFAULT_RESOLVE_SCHEDULE_MS,
      expiryGraceMs: 900_000,
      expiringLeadMs: 7_200_000,
      waitMs: 8_000,
    });
  });

  it('reads seconds and keeps milliseconds', () => {
    expect(
      configOf({
        CAUCE_RESOLVE_SCHEDULE_SECONDS: '0.5,2,60',
        CAUCE_EXPIRY_GRACE_SECONDS: '0',
        CAUCE_EXPIRING_LEAD_SECONDS: '3600',
        CAUCE_WAIT_SECONDS: '0',
      }),
    ).toMatchObject({
      resolveScheduleMs: [500, 2_000, 60_000],
      expiryGraceMs: 0,
      expiringLeadMs: 3_600_000,
      waitMs: 0,
    });
  });

  it.each([
    ['CAUCE_RESOLVE_SCHEDULE_SECONDS', ''],
    ['CAUCE_RESOLVE_SCHEDULE_SECONDS', '5,,15'],
    ['CAUCE_RESOLVE_SCHEDULE_SECONDS', '5, 15'],
    ['CAUCE_RESOLVE_SCHEDULE_SECONDS', 'soon'],
    ['CAUCE_EXPIRY_GRACE_SECONDS', '-1'],
    ['CAUCE_EXPIRING_LEAD_SECONDS', '0'],
    ['CAUCE_EXPIRING_LEAD_SECONDS', '99999999'],
    ['CAUCE_WAIT_SECONDS', '31'],
    ['CAUCE_WAIT_SECONDS', '-1'],
  ])('refuses %s=%s and names it', (name, value) => {
    const { error } = routerConfigSchema.safeParse({ [name]: value });
    expect(error?.issues.map((one) => one.path)).toEqual([[name]]);
  });
});
