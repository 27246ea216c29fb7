import { routeFacts } from '../fixtures/routed.js';
import type { RouteChoice } from '../routing/choose-route.js';
import { compareChoices } from './compare-choices.js';

const NAMES = ['efecty.a', 'efecty.b'] as const;

/** A choice of a route that costs so much, or of none. */
function choice(
  route: (typeof NAMES)[number] | null,
  minor?: bigint,
  currency = 'COP',
): RouteChoice {
  const total = { minor: minor ?? 0n, currency: currency as 'COP' };
  const cost = minor === undefined ? {} : { cost: { fee: total, iva: total, total } };
  return {
    chosen: route === null ? null : routeFacts(route),
    rulesVersion: 1,
    candidates: NAMES.map((name) => ({ route: name, chosen: name === route, ...cost })),
  };
}

const pair = (before: RouteChoice, after: RouteChoice, paymentId = 'pay_1') => ({
  paymentId,
  before,
  after,
});

describe('what other rules would change', () => {
  it('is nothing over no payments', () => {
    expect(compareChoices([], 10)).toEqual({
      payments: 0,
      changed: 0,
      withoutRoute: { before: 0, after: 0 },
      routes: [],
      cost: null,
      changes: [],
    });
  });

  it('counts payments by route, and those that have none', () => {
    const compared = [
      pair(choice('efecty.a'), choice('efecty.a')),
      pair(choice('efecty.a'), choice('efecty.b')),
      pair(choice('efecty.a'), choice(null)),
      pair(choice(null), choice('efecty.b')),
    ];
    expect(compareChoices(compared, 10)).toMatchObject({
      payments: 4,
      changed: 3,
      withoutRoute: { before: 1, after: 1 },
      routes: [
        { route: 'efecty.a', before: 3, after: 1 },
        { route: 'efecty.b', before: 0, after: 2 },
      ],
    });
  });

  it('sums up costs that are known both times, of one currency', () => {
    const compared = [
      pair(choice('efecty.a', 300n), choice('efecty.b', 200n)),
      pair(choice('efecty.a', 300n), choice('efecty.b')),
      pair(choice('efecty.a', 5n, 'USD'), choice('efecty.b', 4n, 'USD')),
      pair(choice('efecty.a', 100n), choice('efecty.a', 100n)),
    ];
    expect(compareChoices(compared, 10).cost).toEqual({
      before: { minor: 400n, currency: 'COP' },
      after: { minor: 300n, currency: 'COP' },
      payments: 2,
    });
  });

  it('names as many of the changed ones as it may', () => {
    const compared = [1, 2, 3].map((n) => pair(choice('efecty.a'), choice('efecty.b'), `pay_${n}`));
    const { changed, changes } = compareChoices(compared, 2);
    expect(changed).toBe(3);
    expect(changes.map(({ paymentId }) => paymentId)).toEqual(['pay_1', 'pay_2']);
  });
});
