import fc from 'fast-check';
import {
  common,
  isEmpty,
  isLeft,
  MAX_BOXES,
  meet,
  overlap,
  subtract,
  TooManyBoxes,
  without,
} from './boxes.js';
import type { Box } from './rule-space.js';

const CELLS = 4;
const ALL = (1n << BigInt(CELLS)) - 1n;

/** A box of three dimensions, each with some of four cells. */
const boxes: fc.Arbitrary<Box> = fc.array(fc.bigInt(1n, ALL), { minLength: 3, maxLength: 3 });
const many = fc.array(boxes, { maxLength: 8 });

/** Every payment that there could be, as a cell in each dimension. */
const POINTS = Array.from({ length: CELLS ** 3 }, (_, index): readonly [number, number, number] => [
  index % CELLS,
  Math.floor(index / CELLS) % CELLS,
  Math.floor(index / CELLS ** 2),
]);

const holds = (box: Box, point: readonly number[]) =>
  point.every((cell, dimension) => (((box[dimension] ?? 0n) >> BigInt(cell)) & 1n) === 1n);
const pointsOf = (some: readonly Box[]) =>
  POINTS.filter((point) => some.some((box) => holds(box, point)));

describe('boxes', () => {
  it('meet where they overlap, in what lies in both', () => {
    fc.assert(
      fc.property(boxes, boxes, (a, b) => {
        const both = POINTS.filter((point) => holds(a, point) && holds(b, point));
        const shared = overlap(a, b);
        expect(shared === null ? [] : pointsOf([shared])).toEqual(both);
        expect(meet(a, b)).toBe(both.length > 0);
      }),
    );
  });

  it('without another are what lies outside of it, each point in one piece', () => {
    fc.assert(
      fc.property(boxes, boxes, (a, b) => {
        const pieces = without(a, b);
        const outside = POINTS.filter((point) => holds(a, point) && !holds(b, point));
        expect(pointsOf(pieces)).toEqual(outside);
        expect(pieces.flatMap((piece) => pointsOf([piece]))).toHaveLength(outside.length);
        expect(pieces.some((piece) => isEmpty(piece))).toBe(false);
      }),
    );
  });

  it('leave something exactly where taking all others away leaves a point', () => {
    fc.assert(
      fc.property(boxes, many, (box, others) => {
        const left = POINTS.filter(
          (point) => holds(box, point) && !others.some((other) => holds(other, point)),
        );
        expect(isLeft(box, others)).toBe(left.length > 0);
        expect(pointsOf(subtract([box], others))).toEqual(left);
      }),
    );
  });

  it('leave nothing where others take it all between them', () => {
    const [low, high] = [0b0011n, 0b1100n];
    const others: Box[] = [
      [low, ALL, ALL],
      [high, low, ALL],
      [high, high, ALL],
    ];
    expect(isLeft([ALL, ALL, ALL], others)).toBe(false);
    expect(isLeft([ALL, ALL, ALL], others.slice(1))).toBe(true);
    expect(isLeft([ALL, ALL, ALL], [])).toBe(true);
  });

  it('have in common what lies in some of both', () => {
    fc.assert(
      fc.property(many, many, (some, others) => {
        const both = POINTS.filter((point) =>
          [some, others].every((all) => all.some((box) => holds(box, point))),
        );
        expect(pointsOf(common(some, others))).toEqual(both);
      }),
    );
  });

  it('are refused when they become too many', () => {
    const wide = Array.from({ length: 80 }, (): Box => [ALL]);
    expect(() => common(wide, wide)).toThrow(TooManyBoxes);
    const narrow = Array.from({ length: MAX_BOXES + 1 }, (): Box => [3n]);
    expect(() => subtract(narrow, [[1n]])).toThrow(TooManyBoxes);
  });
});
