import type { Box } from './rule-space.js';

/** Boxes of one question: more would take seconds, and no document that people wrote comes near. */
export const MAX_BOXES = 5_000;

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
  if (overlap(a, b) === null) return [a];
  const rest: Box[] = [];
  let left = a;
  for (const [index, cells] of a.entries()) {
    const outside = cells & ~(b[index] ?? 0n);
    if (outside !== 0n) rest.push(left.map((one, at) => (at === index ? outside : one)));
    const inside = cells & (b[index] ?? 0n);
    left = left.map((one, at) => (at === index ? inside : one));
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
    left = left.flatMap((box) => without(box, other));
    if (left.length > MAX_BOXES) throw new TooManyBoxes();
    if (left.length === 0) return left;
  }
  return left;
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
