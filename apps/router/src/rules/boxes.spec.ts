import fc from 'fast-check';
import { common, isEmpty, MAX_BOXES, overlap, subtract, TooManyBoxes, without } from './boxes.js';
import type { Box } from './rule-space.js';

const SIDES = [3, 2, 4];

/** A box in a space of 24 cells. */
const box: fc.Arbitrary<Box> = fc.tuple(
  ...SIDES.map((side) => fc.integer({ min: 0, max: 2 ** side - 1 }).map(BigInt)),
);

/** Every cell of the space that lies in a box. */
function cellsOf(one: Box): Set<string> {
  const cells = new Set<string>();
  for (let a = 0; a < 3; a += 1) {
    for (let b = 0; b < 2; b += 1) {
      for (let c = 0; c < 4; c += 1) {
        const isIn = [a, b, c].every((at, side) => ((one[side] ?? 0n) >> BigInt(at)) & 1n);
        if (isIn) cells.add(`${a}${b}${c}`);
      }
    }
  }
  return cells;
}

const union = (boxes: readonly Box[]) => new Set(boxes.flatMap((one) => [...cellsOf(one)]));
const sorted = (cells: Iterable<string>) => [...cells].sort();

describe('boxes', () => {
  it('overlap in the cells that lie in both', () => {
    fc.assert(
      fc.property(box, box, (a, b) => {
        const both = overlap(a, b);
        const shared = [...cellsOf(a)].filter((cell) => cellsOf(b).has(cell));
        expect(sorted(both === null ? [] : cellsOf(both))).toEqual(sorted(shared));
      }),
    );
  });

  it('without another one have the cells that lie in no other, each once', () => {
    fc.assert(
      fc.property(box, box, (a, b) => {
        const rest = without(a, b).filter((one) => !isEmpty(one));
        const left = [...cellsOf(a)].filter((cell) => !cellsOf(b).has(cell));
        expect(sorted(rest.flatMap((one) => [...cellsOf(one)]))).toEqual(sorted(left));
      }),
    );
  });

  it('subtract and share as sets of cells do', () => {
    const boxes = fc.array(box, { maxLength: 4 });
    fc.assert(
      fc.property(boxes, boxes, (some, others) => {
        const left = [...union(some)].filter((cell) => !union(others).has(cell));
        expect(sorted(union(subtract(some, others)))).toEqual(sorted(left));
        const shared = [...union(some)].filter((cell) => union(others).has(cell));
        expect(sorted(union(common(some, others)))).toEqual(sorted(shared));
      }),
    );
  });

  it('are empty where one side is', () => {
    expect(isEmpty([1n, 0n, 3n])).toBe(true);
    expect(isEmpty([1n, 2n, 3n])).toBe(false);
  });

  it('that become too many are not waited for', () => {
    const whole: readonly Box[] = Array.from({ length: 100 }, () => [3n, 3n]);
    expect(() => common(whole, whole)).toThrow(TooManyBoxes);
    const many: readonly Box[] = Array.from({ length: MAX_BOXES + 1 }, () => [1n, 1n]);
    expect(() => subtract(many, [[2n, 2n]])).toThrow(TooManyBoxes);
  });
});
