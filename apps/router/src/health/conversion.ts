/** Payments of one route and cohort whose vouchers have lived their time: their payers came, or did not. */
export interface CohortRow {
  readonly route: string;
  readonly rail: string;
  /** Payments that ask as much of their payers: of one day and about one amount. */
  readonly cohort: string;
  readonly paid: number;
  readonly ended: number;
}

/** How well the vouchers of a route are paid, beside other routes of its rail. */
export interface Conversion {
  readonly route: string;
  readonly ended: number;
  /** Share that was paid, 0 to 1; says more of the payers than of the route. */
  readonly rate: number;
  /**
   * Paid for each one that the rail as a whole would have had paid in the same cohorts; 1 is as good, or no worse
   * and no better than chance.
   */
  readonly score: number;
}

/**
 * Standard deviations from what was to be expected that are no chance: scores are looked at all day, and a route
 * that chance had put second would stay there.
 *
 * @source the reset rule of success-rate routing elsewhere: three deviations below the best
 */
const SURE_DEVIATIONS = 3;

/**
 * Compares the routes of each rail by cohort, so that a route that got the large amounts, or the days before
 * Christmas, is not taken for a bad or a good one.
 *
 * @param minimumEnded routes with fewer payments are left out: they say nothing yet
 * @returns by route name
 */
export function conversions(rows: readonly CohortRow[], minimumEnded: number): Conversion[] {
  const rates = cohortRates(rows);
  const routes = [...new Set(rows.map(({ route }) => route))].sort();
  return routes.flatMap((route) => {
    const own = rows.filter((row) => row.route === route);
    const ended = sum(own, (row) => row.ended);
    const paid = sum(own, (row) => row.paid);
    const rateOf = (row: CohortRow) => rates.get(keyOf(row)) ?? 0;
    const expected = sum(own, (row) => row.ended * rateOf(row));
    const variance = sum(own, (row) => row.ended * rateOf(row) * (1 - rateOf(row)));
    if (ended < minimumEnded || ended === 0) return [];
    const isChance = Math.abs(paid - expected) < SURE_DEVIATIONS * Math.sqrt(variance);
    const score = isChance || expected === 0 ? 1 : paid / expected;
    return [{ route, ended, rate: paid / ended, score }];
  });
}

/** Share of each cohort of a rail that was paid, whatever the route. */
function cohortRates(rows: readonly CohortRow[]): Map<string, number> {
  const rates = new Map<string, number>();
  for (const key of new Set(rows.map(keyOf))) {
    const cohort = rows.filter((row) => keyOf(row) === key);
    const ended = sum(cohort, (row) => row.ended);
    rates.set(key, ended === 0 ? 0 : sum(cohort, (row) => row.paid) / ended);
  }
  return rates;
}

function keyOf({ rail, cohort }: CohortRow): string {
  return `${rail} ${cohort}`;
}

function sum<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}
