/** Scores that differ by less are as good: the difference is chance. */
const NOTICEABLE = 0.05;

/** How payments are shared out among the routes of a rail that could all take them. */
export interface Preference {
  /** Conversion scores by route; a route without one is taken for as good as the others. */
  readonly scores: ReadonlyMap<string, number>;
  /** Routes that issue badly: they come last, and are not explored. */
  readonly degraded: ReadonlySet<string>;
  /** Share of payments that try another route first, so that its score stays known; 0 to 1. */
  readonly explorationShare: number;
}

/**
 * The routes of a rail in the order in which they are tried: those that issue well before those that do not, then
 * the better ones by conversion, and of equals the first by name. A small share of payments begins with another one. The same payment always gets the same order.
 *
 * @param draw of the payment, in [0, 1): see {@link drawOf}
 * @returns the same routes
 */
export function preferred(
  routes: readonly string[],
  { scores, degraded, explorationShare }: Preference,
  draw: number,
): readonly string[] {
  const level = (route: string) => Math.round((scores.get(route) ?? 1) / NOTICEABLE);
  const last = (route: string) => (degraded.has(route) ? 1 : 0);
  const best = [...routes].sort(
    (a, b) => last(a) - last(b) || level(b) - level(a) || (a < b ? -1 : 1),
  );
  const others = best.slice(1).filter((route) => !degraded.has(route));
  if (others.length === 0 || draw >= explorationShare) return best;
  const explored = others[Math.floor((draw / explorationShare) * others.length)];
  return explored === undefined ? best : [explored, ...best.filter((one) => one !== explored)];
}

/**
 * A number in [0, 1) for a payment, spread evenly over payments and the same whenever it is asked for.
 *
 * @source FNV-1a, 32 bits
 */
export function drawOf(paymentId: string): number {
  let hash = 0x811c9dc5;
  for (const letter of paymentId) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  }
  // The last bits of ids in a row are spread best by one more turn.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}
