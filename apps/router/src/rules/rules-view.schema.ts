import { z } from 'zod';
import { routingRules } from './routing-rules.schema.js';
import type { RulesEntry, RulesVersion } from './rules-version.schema.js';

/** What operators write beside the rules: why. */
const reason = z.string().trim().min(1).max(300).describe('Why; it is kept with the version');

/** Body of PUT /v1/routing/rules: the whole document. */
export const putRulesBody = routingRules
  .extend({ reason: reason.optional() })
  .meta({ id: 'PutRoutingRules' });

/** Body of restoring a version. */
export const restoreRulesBody = z.strictObject({ reason }).meta({ id: 'RestoreRoutingRules' });

/** A version without its document. */
const versionEntry = z.object({
  version: z.int(),
  /** SHA-256 of the document in canonical JSON. */
  hash: z.string(),
  reason: z.string(),
  activatedBy: z.string(),
  activatedAt: z.iso.datetime(),
  restoredFrom: z.int().nullable(),
});

/** A version of the rules as operators see it. */
export const rulesVersionView = versionEntry
  .extend({ description: routingRules.shape.description, rules: routingRules.shape.rules })
  .meta({ id: 'RoutingRulesVersion' });

/** Versions, the newest first. */
export const rulesVersionsView = z
  .object({ data: z.array(versionEntry), next: z.string().nullable() })
  .meta({ id: 'RoutingRulesVersions' });

export type RulesVersionView = z.output<typeof rulesVersionView>;
export type RulesVersionEntry = z.output<typeof versionEntry>;

export function toVersionEntry(one: RulesEntry): RulesVersionEntry {
  return { ...one, activatedAt: one.activatedAt.toISOString() };
}

export function toRulesVersionView({ document, ...entry }: RulesVersion): RulesVersionView {
  return { ...toVersionEntry(entry), ...document };
}
