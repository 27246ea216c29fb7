/**
 * Does the work of a job on each of its items, one after another. An item that fails does not hold up
 * those behind it: the same item would be first in the next turn too.
 *
 * @throws AggregateError of everything that failed, when all have had their turn
 */
export async function eachInTurn<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) {
    throw new AggregateError(failures, `${failures.length} of ${items.length} failed`);
  }
}
