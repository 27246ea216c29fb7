import fc from 'fast-check';
import { pairOff } from './pair-off.js';

const keyOf = (one: { key: string }) => one.key;
const list = fc
  .array(fc.constantFrom('a', 'b', 'c'))
  .map((keys) => keys.map((key, at) => ({ key, at })));

describe('pairing off', () => {
  it('pairs equal keys, first come first served', () => {
    const [a1, a2, b1] = [{ key: 'a' }, { key: 'a' }, { key: 'b' }];
    const [x1, x2] = [{ key: 'a' }, { key: 'c' }];
    expect(pairOff([a1, b1, a2], [x1, x2], keyOf, keyOf)).toEqual({
      pairs: [[a1, x1]],
      left: [b1, a2],
      right: [x2],
    });
  });

  it('loses and doubles nothing, and leaves no pair that could be made', () => {
    fc.assert(
      fc.property(list, list, (left, right) => {
        const found = pairOff(left, right, keyOf, keyOf);
        const count = (all: readonly { key: string }[], key: string) =>
          all.filter((one) => one.key === key).length;
        for (const key of ['a', 'b', 'c']) {
          const pairs = found.pairs.filter(([one]) => one.key === key).length;
          expect(pairs).toBe(Math.min(count(left, key), count(right, key)));
        }
        expect(found.pairs.every(([one, other]) => one.key === other.key)).toBe(true);
        expect(new Set([...found.pairs.map(([one]) => one), ...found.left])).toEqual(new Set(left));
        expect(found.pairs.length + found.right.length).toBe(right.length);
      }),
    );
  });

  it('keeps both sides in their order', () => {
    fc.assert(
      fc.property(list, list, (left, right) => {
        const { pairs } = pairOff(left, right, keyOf, keyOf);
        for (const key of ['a', 'b', 'c']) {
          const ofKey = pairs.filter(([one]) => one.key === key);
          for (const side of [0, 1] as const) {
            const places = ofKey.map((pair) => pair[side].at);
            expect(places).toEqual([...places].sort((a, b) => a - b));
          }
        }
      }),
    );
  });
});
