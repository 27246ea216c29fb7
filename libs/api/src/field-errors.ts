import type { FieldError } from './app-error.js';

/** Field errors in one answer; a body of 64 kB could otherwise name ten thousand of them. */
const MAX_FIELD_ERRORS = 50;

/** An issue as a Standard Schema reports it; `code` and `keys` are zod's. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly code?: string | undefined;
  readonly keys?: readonly string[] | undefined;
  readonly errors?: readonly (readonly SchemaIssue[])[] | undefined;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

/** Part of the request that was validated. */
export type RequestPart = 'body' | 'query' | 'param';

/**
 * Turns schema issues into the field errors of a problem.
 *
 * @param value what was validated, to tell a missing field from one of a wrong type
 * @returns at most 50 errors; their details never repeat a value that was sent
 */
export function fieldErrorsOf(
  issues: readonly SchemaIssue[],
  value: unknown,
  part: RequestPart,
): FieldError[] {
  return issues
    .flatMap((issue) => flatten(issue, []))
    .slice(0, MAX_FIELD_ERRORS)
    .map(({ issue, path }) => ({
      pointer: pointerTo(path, part),
      code: codeOf(issue, valueAt(value, path)),
      detail: issue.message,
    }));
}

/** A JSON Pointer (RFC 6901) into the body, or `?name` for a query parameter. */
export function pointerTo(path: readonly PropertyKey[], part: RequestPart): string {
  if (part !== 'body') return `?${path.map(String).join('.')}`;
  return path.map((key) => `/${escapeToken(String(key))}`).join('');
}

interface FlatIssue {
  readonly issue: SchemaIssue;
  readonly path: readonly PropertyKey[];
}

function flatten(issue: SchemaIssue, base: readonly PropertyKey[]): FlatIssue[] {
  const path = [...base, ...(issue.path ?? []).map(keyOf)];
  if (issue.code === 'unrecognized_keys') {
    return (issue.keys ?? []).map((key) => ({
      issue: { code: 'unknown_field', message: 'This field is not known here' },
      path: [...path, key],
    }));
  }
  const branch = nearestBranch(issue);
  if (branch) return branch.flatMap((inner) => flatten(inner, path));
  return [{ issue, path }];
}

/** Of a union's alternatives, the one that fits best: its complaints help most. */
function nearestBranch(issue: SchemaIssue): readonly SchemaIssue[] | undefined {
  if (issue.code !== 'invalid_union' || !issue.errors?.length) return undefined;
  const [nearest] = [...issue.errors].sort((a, b) => a.length - b.length);
  return nearest?.length ? nearest : undefined;
}

function keyOf(segment: PropertyKey | { readonly key: PropertyKey }): PropertyKey {
  return typeof segment === 'object' ? segment.key : segment;
}

function codeOf(issue: SchemaIssue, value: unknown): string {
  if (issue.code === 'unknown_field') return issue.code;
  if (value === undefined) return 'required';
  if (issue.code === 'custom') {
    const code = issue.params?.['code'];
    return typeof code === 'string' ? code : 'invalid_value';
  }
  if (issue.code === 'invalid_union') return 'invalid_value';
  return issue.code ?? 'invalid_value';
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = Reflect.get(at, key);
  }
  return at;
}

function escapeToken(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}
