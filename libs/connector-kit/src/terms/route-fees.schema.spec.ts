import { routeTermsSchema } from './route-terms.schema.js';

const fees = { fixedPesos: 900, bps: 299, ivaBps: 1_900 };
const byAmount = { fromAmountPesos: 500_000, fixedPesos: 0, bps: 260 };
const byVolume = { fromMonthlyPayments: 10_000, fixedPesos: 700, bps: 249 };
const byBoth = { ...byAmount, fromMonthlyPayments: 10_000, bps: 220 };

/** What is wrong with an entry that has these terms: path and message of each problem. */
function problems(change: object): string[] {
  const entry = { route: 'efecty.epayco', from: '2026-01-01', source: 'contract of 2026' };
  const { error } = routeTermsSchema.safeParse([{ ...entry, ...change }]);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('the tiers of a route’s fees', () => {
  it('have bounds by amount, by volume or both, in any order', () => {
    const tiers = [byBoth, byAmount, byVolume];
    expect(problems({ fees: { ...fees, tiers } })).toEqual([]);
  });

  it('are no tiers without a bound', () => {
    expect(problems({ fees: { ...fees, tiers: [byAmount, { fixedPesos: 0, bps: 1 }] } })).toEqual([
      '0.fees.tiers.1: must have a bound, fromAmountPesos or fromMonthlyPayments: a rate without one is that of the route',
    ]);
  });

  it.each([
    [byAmount, 'from 500000 pesos and 0 monthly payments'],
    [byVolume, 'from 0 pesos and 10000 monthly payments'],
    [byBoth, 'from 500000 pesos and 10000 monthly payments'],
  ])('are not two with the same bounds: %j', (one, bounds) => {
    const tiers = [byAmount, byVolume, byBoth, { ...one, bps: 1 }];
    expect(problems({ fees: { ...fees, tiers } })).toEqual([
      `0.fees.tiers.3: the tier ${bounds} is there twice`,
    ]);
  });

  it.each([
    ['an amount that bounds nothing', { ...byAmount, fromAmountPesos: 0 }, '.fromAmountPesos'],
    [
      'a volume that bounds nothing',
      { ...byVolume, fromMonthlyPayments: 0 },
      '.fromMonthlyPayments',
    ],
    ['half a payment', { ...byVolume, fromMonthlyPayments: 1.5 }, '.fromMonthlyPayments'],
    [
      'more payments than there are',
      { ...byVolume, fromMonthlyPayments: 1e9 },
      '.fromMonthlyPayments',
    ],
    ['no fixed part', { fromAmountPesos: 1, bps: 1 }, '.fixedPesos'],
    ['fees above the amount', { ...byAmount, bps: 10_001 }, '.bps'],
    ['an IVA of its own', { ...byAmount, ivaBps: 0 }, ''],
  ])('never have %s', (_, one, where) => {
    const [problem, ...more] = problems({ fees: { ...fees, tiers: [one] } });
    expect(problem).toMatch(`0.fees.tiers.0${where}: `);
    expect(more).toEqual([]);
  });

  it('are left out where there are none', () => {
    expect(problems({ fees })).toEqual([]);
    expect(problems({ fees: { ...fees, tiers: [] } })).toHaveLength(1);
  });
});

describe('the commitment of a route', () => {
  it('is a number of payments a month, with fees or without', () => {
    expect(problems({ commitment: { monthlyPayments: 5_000 } })).toEqual([]);
    expect(problems({ commitment: { monthlyPayments: 5_000 }, fees })).toEqual([]);
  });

  it.each([
    {},
    { monthlyPayments: 0 },
    { monthlyPayments: -1 },
    { monthlyPayments: 2.5 },
    { monthlyPayments: '5000' },
    { monthlyPayments: 5_000, monthlyPesos: 1 },
  ])('is nothing else: %j', (commitment) => {
    expect(problems({ commitment })).toHaveLength(1);
  });
});
