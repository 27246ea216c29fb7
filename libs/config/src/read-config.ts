import type { z } from 'zod';
import type { Environment } from './environment.js';

/** The configuration cannot be used. `problems` has one line each, beginning with the variable's name. */
export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(`the configuration is wrong:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * Checks variables against a schema.
 *
 * @param schema - a `z.object` keyed by variable name
 * @param env - the variables; an empty one counts as unset, one that the schema lacks is ignored
 * @returns the parsed values, frozen all the way down
 * @throws ConfigError with every problem at once; values are never repeated in it, they may be secret
 */
export function readConfig<S extends z.ZodType>(schema: S, env: Environment): z.output<S> {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return deepFreeze(parsed.data);
  throw new ConfigError(parsed.error.issues.map((issue) => describeIssue(issue, given)));
}

function describeIssue(issue: z.core.$ZodIssue, given: Record<string, unknown>): string {
  const name = issue.path[0];
  if (name === undefined) return `configuration: ${issue.message}`;
  const isMissing = given[String(name)] === undefined && issue.code === 'invalid_type';
  return `${String(name)}: ${isMissing ? 'is required' : issue.message}`;
}

function deepFreeze<T>(value: T): T {
  // The elements of a buffer cannot be frozen; keys are read once and handed to a cipher.
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
  return value;
}
