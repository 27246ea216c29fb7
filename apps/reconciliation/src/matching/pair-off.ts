/** Pairs of equal keys, and what has no counterpart on either side. */
export interface PairedOff<A, B> {
  readonly pairs: readonly (readonly [A, B])[];
  readonly left: A[];
  readonly right: B[];
}

/**
 * Pairs elements of two lists that have equal keys, first come first served, each at most once.
 *
 * @returns as many pairs of a key as both lists have; takes time in proportion to the lists
 */
export function pairOff<A, B>(
  left: readonly A[],
  right: readonly B[],
  keyOfLeft: (one: A) => string,
  keyOfRight: (one: B) => string,
): PairedOff<A, B> {
  const waiting = new Map<string, B[]>();
  for (const one of [...right].reverse()) {
    const key = keyOfRight(one);
    const queue = waiting.get(key);
    if (queue === undefined) waiting.set(key, [one]);
    else queue.push(one);
  }
  const pairs: [A, B][] = [];
  const unpaired: A[] = [];
  for (const one of left) {
    const other = waiting.get(keyOfLeft(one))?.pop();
    if (other === undefined) unpaired.push(one);
    else pairs.push([one, other]);
  }
  return { pairs, left: unpaired, right: [...waiting.values()].flat() };
}
