import fc from 'fast-check';
import { conversions, type CohortRow } from './conversion.js';

const row = (route: string, cohort: string, paid: number, ended: number): CohortRow => ({
  route,
  rail: route.slice(0, route.indexOf('.')),
  cohort,
  paid,
  ended,
});

describe('how well vouchers are paid', () => {
  it('compares a route with the others of its rail', () => {
    const rows = [row('efecty.epayco', 'a', 80, 100), row('efecty.payu', 'a', 40, 100)];
    const [epayco, payu] = conversions(rows, 50);
    expect(epayco).toEqual({ route: 'efecty.epayco', ended: 100, rate: 0.8, score: 80 / 60 });
    expect(payu?.score).toBeCloseTo(40 / 60);
  });

  it('does not blame a route for its payers: the harder cohort is measured by its own', () => {
    const rows = [
      row('efecty.epayco', 'small', 90, 100),
      row('efecty.payu', 'small', 9, 10),
      row('efecty.epayco', 'large', 3, 10),
      row('efecty.payu', 'large', 30, 100),
    ];
    const [epayco, payu] = conversions(rows, 50);
    expect(epayco?.rate).toBeGreaterThan(2 * (payu?.rate ?? 1));
    expect(epayco?.score).toBeCloseTo(1);
    expect(payu?.score).toBeCloseTo(1);
  });

  it('does not compare rails', () => {
    const rows = [row('efecty.epayco', 'a', 90, 100), row('baloto.epayco', 'a', 10, 100)];
    expect(conversions(rows, 50).map(({ score }) => score)).toEqual([1, 1]);
  });

  it('says nothing of a route with few payments', () => {
    expect(conversions([row('efecty.epayco', 'a', 1, 49)], 50)).toEqual([]);
    expect(conversions([], 0)).toEqual([]);
  });

  it('takes a route for as good as the others where nobody paid', () => {
    expect(conversions([row('efecty.epayco', 'a', 0, 100)], 50)).toMatchObject([
      { rate: 0, score: 1 },
    ]);
  });

  it('has some routes above their rail only when others are below', () => {
    const counts = fc
      .record({ ended: fc.integer({ min: 1, max: 500 }), share: fc.double({ min: 0, max: 1 }) })
      .map(({ ended, share }) => ({ ended, paid: Math.floor(ended * (share || 0)) }));
    const rows = fc.array(
      fc.tuple(
        fc.constantFrom('efecty.a', 'efecty.b', 'efecty.c'),
        fc.constantFrom('x', 'y'),
        counts,
      ),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(rows, (drawn) => {
        const scores = conversions(
          drawn.map(([route, cohort, { paid, ended }]) => row(route, cohort, paid, ended)),
          0,
        ).map(({ score }) => score);
        expect(Math.min(...scores)).toBeLessThanOrEqual(1 + 1e-9);
        expect(Math.max(...scores)).toBeGreaterThanOrEqual(1 - 1e-9);
      }),
    );
  });
});
