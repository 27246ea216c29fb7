import { jsonFile } from '@cauce/config';
import { z } from 'zod';
import { healthConfig, healthConfigSchema, type HealthConfig } from './health/health.config.js';
import { routingRules, type RoutingRules } from './rules/routing-rules.schema.js';
import { DEFAULT_RESOLVE_SCHEDULE_MS } from './payments/resolve-schedule.js';

const NO_RULES: RoutingRules = { rules: [] };

const seconds = z.coerce.number().positive().max(31_536_000);

/** Configuration of the router; every variable has a default that suits production. */
export const routerConfigSchema = healthConfigSchema.extend({
  CAUCE_RESOLVE_SCHEDULE_SECONDS: z
    .string()
    .regex(/^\d+(\.\d+)?(,\d+(\.\d+)?)*$/, 'must be seconds separated by commas, such as 5,15,45')
    .default(DEFAULT_RESOLVE_SCHEDULE_MS.map((ms) => ms / 1000).join(','))
    .describe('Waits before each status query of an attempt whose outcome is unknown'),
  CAUCE_EXPIRY_GRACE_SECONDS: seconds
    .or(z.literal('0').transform(() => 0))
    .default(900)
    .describe('Time after a voucher’s effective expiry before the payment is told expired'),
  CAUCE_EXPIRING_LEAD_SECONDS: seconds
    .default(7_200)
    .describe('Time before the effective expiry at which payment.expiring is announced'),
  CAUCE_ROUTING_RULES_FILE: jsonFile(routingRules)
    .optional()
    .describe('JSON file: routing rules of a new database; later ones come over the API'),
  CAUCE_WAIT_SECONDS: z.coerce
    .number()
    .min(0)
    .max(30)
    .default(8)
    .describe('How long a create waits for the voucher when the caller sends no Prefer: wait'),
});

export type RouterVariables = z.output<typeof routerConfigSchema>;

/** The router's settings in the units that the code uses. */
export interface RouterConfig {
  readonly resolveScheduleMs: readonly number[];
  readonly expiryGraceMs: number;
  readonly expiringLeadMs: number;
  readonly waitMs: number;
  readonly health: HealthConfig;
  /** Rules that a new database begins with. */
  readonly firstRules: RoutingRules;
}

/** Turns validated variables into settings. */
export function routerConfig(variables: RouterVariables): RouterConfig {
  return {
    resolveScheduleMs: variables.CAUCE_RESOLVE_SCHEDULE_SECONDS.split(',').map(
      (one) => Number(one) * 1000,
    ),
    expiryGraceMs: variables.CAUCE_EXPIRY_GRACE_SECONDS * 1000,
    expiringLeadMs: variables.CAUCE_EXPIRING_LEAD_SECONDS * 1000,
    waitMs: variables.CAUCE_WAIT_SECONDS * 1000,
    health: healthConfig(variables),
    firstRules: variables.CAUCE_ROUTING_RULES_FILE ?? NO_RULES,
  };
}
