import { z } from 'zod';
import { apiError } from './api-errors.js';
import { textProblem } from './read-json.js';

/** Most items of one answer. */
export const MAX_PAGE = 100;

/** Longest cursor: a handful of texts; anything longer was not made by us. */
const MAX_CURSOR = 1_024;

/** Fields of a list's query, to spread into its schema: `z.strictObject({ ...pageQuery, status: … })`. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(20),
  after: z.string().min(1).max(MAX_CURSOR).optional(),
};

/** Where a list goes on: the sort key of the last item seen, as texts, most significant first. */
export type Position = readonly [string, ...string[]];

/** One page, newest first. `next` is null on the last one. */
export interface Page<T> {
  readonly data: T[];
  readonly next: string | null;
}

/** Schema of a page, for OpenAPI. */
export function pageOf<S extends z.ZodType>(item: S) {
  return z.object({ data: z.array(item), next: z.string().nullable() });
}

/**
 * Makes a page of rows that were read with `limit + 1`, so that the extra one tells of a next page.
 *
 * @param rows in the list's order, at most `limit + 1`
 * @param positionOf sort key of a row; it must be unique, so end it with the id
 */
export function toPage<Row, View>(
  rows: readonly Row[],
  limit: number,
  toView: (row: Row) => View,
  positionOf: (row: Row) => Position,
): Page<View> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? writeCursor(positionOf(last)) : null;
  return { data: shown.map(toView), next };
}

/** Makes the opaque `after` of a position. */
export function writeCursor(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * Reads `after`.
 *
 * @param shape how many texts a position of this list has; or their schema, where the database takes only
 *   some texts, such as instants
 * @returns null at the start of the list
 * @throws AppError INVALID_REQUEST with pointer `?after` when it is not a cursor of this list's shape
 */
export function readCursor(
  after: string | undefined,
  shape: number | z.ZodType<Position>,
): Position | null {
  if (after === undefined) return null;
  const position = positionSchema.safeParse(parse(after));
  const isOfShape = (texts: Position) =>
    typeof shape === 'number' ? texts.length === shape : shape.safeParse(texts).success;
  if (!position.success || !isOfShape(position.data)) {
    const detail = 'must be the "next" of an earlier page of this list';
    throw apiError('INVALID_REQUEST', {
      fieldErrors: [{ pointer: '?after', code: 'invalid_format', detail }],
    });
  }
  return position.data;
}

const positionSchema = z.tuple([z.string()], z.string()).refine((texts) => {
  return texts.every((text) => textProblem(text) === null);
});

function parse(after: string): unknown {
  try {
    return JSON.parse(Buffer.from(after, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
