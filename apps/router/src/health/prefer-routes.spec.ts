import fc from 'fast-check';
import { newId } from '@cauce/config';
import { drawOf, preferred } from './prefer-routes.js';

const ROUTES = ['efecty.epayco', 'efecty.payu', 'efecty.payvalida'];
const prefer = (
  scores: Record<string, number>,
  draw: number,
  explorationShare = 0.05,
  degraded: readonly string[] = [],
) =>
  preferred(
    ROUTES,
    { scores: new Map(Object.entries(scores)), degraded: new Set(degraded), explorationShare },
    draw,
  );

describe('the order of the routes of a rail', () => {
  it('is by name while nothing is known', () => {
    expect(prefer({}, 0.5)).toEqual(ROUTES);
  });

  it('begins with the route whose vouchers are paid more often', () => {
    expect(prefer({ 'efecty.payu': 1.2, 'efecty.epayco': 0.9 }, 0.5)).toEqual([
      'efecty.payu',
      'efecty.payvalida',
      'efecty.epayco',
    ]);
  });

  it('does not follow differences that are chance', () => {
    expect(prefer({ 'efecty.payu': 1.01, 'efecty.epayco': 0.99 }, 0.5)).toEqual(ROUTES);
  });

  it('ends with the routes that issue badly, however well their vouchers are paid', () => {
    expect(prefer({ 'efecty.epayco': 2 }, 0.5, 0.05, ['efecty.epayco'])).toEqual([
      'efecty.payu',
      'efecty.payvalida',
      'efecty.epayco',
    ]);
  });

  it('sends nobody to explore a route that issues badly', () => {
    for (let draw = 0; draw < 1; draw += 0.01) {
      const [first] = prefer({}, draw, 1, ['efecty.payu']);
      expect(first).not.toBe('efecty.payu');
    }
    expect(prefer({}, 0, 1, ['efecty.payu', 'efecty.payvalida'])[0]).toBe('efecty.epayco');
  });

  it('begins with another one for a small share, each in its turn', () => {
    expect(prefer({}, 0.024)[0]).toBe('efecty.payu');
    expect(prefer({}, 0.026)[0]).toBe('efecty.payvalida');
    expect(prefer({}, 0.05)[0]).toBe('efecty.epayco');
  });

  it('explores nothing when told so, or when there is one route', () => {
    expect(prefer({}, 0, 0)).toEqual(ROUTES);
    const alone = {
      scores: new Map<string, number>(),
      degraded: new Set<string>(),
      explorationShare: 1,
    };
    expect(preferred(['pse.pse_avanza'], alone, 0)).toEqual(['pse.pse_avanza']);
  });

  it('has every route once, whatever the scores and the draw', () => {
    const score = fc.double({ min: 0, max: 3, noNaN: true });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.array(score, { minLength: 3, maxLength: 3 }), share, draw, (all, part, at) => {
        const scores = new Map(ROUTES.map((route, index) => [route, all[index] ?? 1]));
        const degraded = new Set(ROUTES.slice(0, Math.floor(at * 4)));
        const order = preferred(ROUTES, { scores, degraded, explorationShare: part }, at);
        expect([...order].sort()).toEqual(ROUTES);
      }),
    );
  });

  it('is the same for the same payment', () => {
    const id = newId('pay');
    expect(drawOf(id)).toBe(drawOf(id));
  });

  it('explores about as many payments as it should', () => {
    const ids = Array.from({ length: 20_000 }, () => newId('pay'));
    const explored = ids.filter((id) => prefer({}, drawOf(id))[0] !== 'efecty.epayco').length;
    expect(explored).toBeGreaterThan(800);
    expect(explored).toBeLessThan(1_200);
  });
});
