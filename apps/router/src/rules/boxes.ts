import type { Box } from './rule-space.js';

/** Boxes of one question: more would take seconds, and no document that people wrote comes near. */
export const MAX_BOXES = 5_000;

/** Looks at one dimension of one piece in the search for what is left: a second or so. */
const MAX_LOOKS = 20_000_000;

/** A question about boxes came to more of them than {@link MAX_BOXES}. */
export class TooManyBoxes extends Error {
  override readonly name = 'TooManyBoxes';
}

/** What lies in both; null where nothing does. */
export function overlap(a: Box, b: Box): Box | null {
  const both: bigint[] = [];
  for (const [index, cells] of a.entries()) {
    const common = cells & (b[index] ?? 0n);
    if (common === 0n) return null;
    both.push(common);
  }
  return both;
}

/** Whether something lies in both. Checks of long documents ask this some ten million times. */
export function meet(a: Box, b: Box): boolean {
  for (let index = 0; index < a.length; index += 1) {
    if (((a[index] ?? 0n) & (b[index] ?? 0n)) === 0n) return false;
  }
  return true;
}

/** Whether a box holds nothing. */
export function isEmpty(box: Box): boolean {
  return box.some((cells) => cells === 0n);
}

/**
 * What lies in a box and not in another, as boxes that have nothing in common.
 *
 * @returns at most one for each dimension
 */
export function without(a: Box, b: Box): readonly Box[] {
  if (!meet(a, b)) return [a];
  const rest: Box[] = [];
  let left = a;
  for (const [index, cells] of a.entries()) {
    const other = b[index] ?? 0n;
    const outside = cells & ~other;
    // Two rules are seldom about the same things: in most dimensions the other one takes all.
    if (outside === 0n) continue;
    rest.push(left.with(index, outside));
    left = left.with(index, cells & other);
  }
  return rest;
}

/**
 * What lies in some of the first boxes and in none of the others.
 *
 * @throws TooManyBoxes
 */
export function subtract(from: readonly Box[], others: readonly Box[]): readonly Box[] {
  let left = from;
  for (const other of others) {
    if (!left.some((box) => meet(box, other))) continue;
    left = left.flatMap((box) => without(box, other));
    if (left.length > MAX_BOXES) throw new TooManyBoxes();
    if (left.length === 0) return left;
  }
  return left;
}

/**
 * Whether some of a box lies in none of the others. The first piece that is left ends the search, so that the many
 * rules that leave much are asked little.
 *
 * @throws TooManyBoxes
 */
export function isLeft(box: Box, others: readonly Box[]): boolean {
  const pieces: [piece: Box, from: number][] = [[box, 0]];
  for (let looks = 0; looks < MAX_LOOKS; looks += box.length * (others.length + 1)) {
    const [piece, from] = pieces.pop() ?? [null, 0];
    if (piece === null) return false;
    const at = others.findIndex((other, index) => index >= from && meet(piece, other));
    const other = others[at];
    if (other === undefined) return true;
    for (const rest of without(piece, other)) pieces.push([rest, at + 1]);
  }
  throw new TooManyBoxes();
}

/**
 * What lies in some of the first boxes and in some of the others.
 *
 * @throws TooManyBoxes
 */
export function common(some: readonly Box[], others: readonly Box[]): readonly Box[] {
  const both: Box[] = [];
  for (const one of some) {
    for (const other of others) {
      const shared = overlap(one, other);
      if (shared === null) continue;
      both.push(shared);
      if (both.length > MAX_BOXES) throw new TooManyBoxes();
    }
  }
  return both;
}

/** Boxes of which none lies within another: the same cells, in fewer boxes. */
export function outermost(boxes: readonly Box[]): readonly Box[] {
  const kept: Box[] = [];
  for (const box of boxes) {
    if (kept.some((one) => isWithin(box, one))) continue;
    kept.push(box);
  }
  return kept.filter((box, at) => !kept.some((one, other) => other > at && isWithin(box, one)));
}

function isWithin(box: Box, other: Box): boolean {
  return box.every((cells, index) => (cells & ~(other[index] ?? 0n)) === 0n);
}
