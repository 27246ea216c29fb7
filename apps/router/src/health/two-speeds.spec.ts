import { conversions, type CohortRow } from './conversion.js';
import { preferring } from '../fixtures/routed.js';
import { inOrder } from '../routing/order-routes.js';

const FIRST = 'efecty.epayco';
const ROUTES = [FIRST, 'efecty.payu'].map((route) => ({ route: { route }, cost: null }));

/** A voucher that was issued, and when its life is over. */
interface Voucher {
  readonly route: string;
  readonly day: number;
  readonly isPaid: boolean;
  readonly endsOn: number;
}

/** Days that vouchers live. */
const LIFE_DAYS = 3;

/** Numbers in [0, 1) that are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Days of a shop that collects in cash. Routing sees only vouchers that have lived their time, paid or not.
 *
 * @param share of a route's vouchers of a day that payers pay before they expire
 * @param lives of a route's vouchers, in days
 * @returns for each day, the share of payments that began with the first route
 */
function simulate(
  days: number,
  share: (route: string, day: number) => number,
  lives: (route: string) => number = () => LIFE_DAYS,
): number[] {
  const random = numbers(7);
  const vouchers: Voucher[] = [];
  const first: number[] = [];
  for (let day = 0; day < days; day += 1) {
    const known = vouchers.filter((one) => one.endsOn <= day && one.day > day - 14);
    const scores = new Map(conversions(rowsOf(known), 200).map((one) => [one.route, one.score]));
    let toFirst = 0;
    for (let payment = 0; payment < 400; payment += 1) {
      const how = preferring({ scores, explorationShare: 0.05 });
      const [first] = inOrder(ROUTES, `pay_${day}_${payment}`, null, how);
      const route = first?.one.route.route ?? '';
      if (route === FIRST) toFirst += 1;
      const isPaid = random() < share(route, day);
      vouchers.push({ route, day, isPaid, endsOn: day + lives(route) });
    }
    first.push(toFirst / 400);
  }
  return first;
}

function rowsOf(vouchers: readonly Voucher[]): CohortRow[] {
  const rows = new Map<string, { route: string; cohort: string; paid: number; ended: number }>();
  for (const { route, day, isPaid } of vouchers) {
    const key = `${route} ${day}`;
    const row = rows.get(key) ?? { route, cohort: String(day), paid: 0, ended: 0 };
    rows.set(key, { ...row, paid: row.paid + (isPaid ? 1 : 0), ended: row.ended + 1 });
  }
  return [...rows.values()].map((row) => ({ ...row, rail: 'efecty' }));
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, one) => sum + one, 0) / values.length;

describe('the slow speed of health, over weeks of cash payments', () => {
  it('does not take vouchers that still wait for failures', () => {
    // Judged after five minutes, both routes would have failed all but a few.
    const first = simulate(10, () => 0.6);
    expect(mean(first)).toBeCloseTo(0.5, 1);
  });

  it('moves payments to the route whose vouchers are paid, in days', () => {
    const first = simulate(40, (route) => (route === 'efecty.payu' ? 0.7 : 0.4));
    expect(mean(first.slice(0, 3))).toBeCloseTo(0.5, 1);
    expect(mean(first.slice(-7))).toBeLessThan(0.1);
  });

  it('comes back to a route that has become good again, because a few always try it', () => {
    const first = simulate(90, (route, day) => {
      if (route === 'efecty.payu') return 0.55;
      return day < 45 ? 0.2 : 0.8;
    });
    expect(mean(first.slice(35, 45))).toBeLessThan(0.1);
    expect(mean(first.slice(-7))).toBeGreaterThan(0.9);
  });

  it('does not blame a route for a bad week of all payers', () => {
    const first = simulate(30, (_, day) => (day >= 10 && day < 17 ? 0.1 : 0.6));
    expect(mean(first.slice(-7))).toBeCloseTo(0.5, 1);
  });

  it('favours no route for the life of its vouchers', () => {
    // Those that live for ten days are paid as often; on most days, what is not paid of them still waits.
    const first = simulate(
      60,
      () => 0.6,
      (route) => (route === FIRST ? 1 : 10),
    );
    expect(mean(first.slice(0, 10))).toBeCloseTo(0.5, 1);
    expect(mean(first.slice(-30))).toBeCloseTo(0.5, 1);
  });

  it('finds the better route although its vouchers live longer', () => {
    const first = simulate(
      60,
      (route) => (route === FIRST ? 0.4 : 0.7),
      (route) => (route === FIRST ? 1 : 4),
    );
    expect(mean(first.slice(-7))).toBeLessThan(0.1);
  });

  it('keeps exploring at its share', () => {
    const first = simulate(40, (route) => (route === FIRST ? 0.8 : 0.3));
    expect(1 - mean(first.slice(-14))).toBeGreaterThan(0.02);
    expect(1 - mean(first.slice(-14))).toBeLessThan(0.1);
  });
});
