import { createHash } from 'node:crypto';
import { canonicalJson } from '@cauce/api';
import { routingRules, type RoutingRules } from './routing-rules.schema.js';

/** How a version of the rules came to be in force. */
export interface RulesEntry {
  readonly version: number;
  /** SHA-256 of the document in canonical form, hexadecimal. */
  readonly hash: string;
  readonly reason: string;
  /** Id of the key that activated it, or `cauce` for the first one. */
  readonly activatedBy: string;
  readonly activatedAt: Date;
  readonly restoredFrom: number | null;
}

/** One version of the rules. */
export interface RulesVersion extends RulesEntry {
  readonly document: RoutingRules;
}

/** What a document is known by: equal documents have equal hashes, however they are written. */
export function hashOf(document: RoutingRules): string {
  return createHash('sha256').update(canonicalJson(document)).digest('hex');
}

/**
 * A version as it is read: it has to be what was activated.
 *
 * @throws Error when the document is another one than that of its hash
 */
export function checkedVersion(row: RulesVersion): RulesVersion {
  // What was stored counts, not what today's schema makes of it.
  const hash = hashOf(row.document);
  if (hash !== row.hash) {
    throw new Error(`routing rules ${row.version} have hash ${hash}, activated with ${row.hash}`);
  }
  return { ...row, document: routingRules.parse(row.document) };
}
