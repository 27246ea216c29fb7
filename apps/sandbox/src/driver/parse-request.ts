import type { z } from 'zod';
import { DriverError, type FieldProblem } from '../errors.js';

type Issue = z.core.$ZodIssue;

/**
 * Reads what a driver sent.
 * @throws DriverError INVALID_REQUEST with every field that is wrong and, for closed lists, what it may be
 */
export function parseRequest<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  const parsed = schema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  throw new DriverError('INVALID_REQUEST', { problems: parsed.error.issues.map(problemOf) });
}

function problemOf(issue: Issue): FieldProblem {
  const field = issue.path.join('.') || (issue.code === 'unrecognized_keys' ? issue.keys[0] : '');
  const problem = { field: field ?? '', problem: issue.message };
  return issue.code === 'invalid_value' ? { ...problem, validValues: issue.values } : problem;
}
