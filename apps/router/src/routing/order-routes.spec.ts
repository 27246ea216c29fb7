import fc from 'fast-check';
import { newId } from '@cauce/config';
import { preferring } from '../fixtures/routed.js';
import { compileRules, type CompiledRule } from '../rules/compile-rules.js';
import { decidedBy, drawOf, inOrder, type RoutePreference } from './order-routes.js';

const ROUTES = ['efecty.epayco', 'efecty.payu', 'efecty.payvalida'];

function ordering(then: object): CompiledRule | null {
  return compileRules(1, { rules: [{ name: 'r', when: {}, then }] }).of('efecty')[0] ?? null;
}

function order(
  paymentId: string,
  how: Partial<RoutePreference> = {},
  rule: CompiledRule | null = null,
  costs: Record<string, bigint> = {},
): string[] {
  const routes = ROUTES.map((route) => {
    const minor = costs[route];
    const total = minor === undefined ? null : { minor, currency: 'COP' as const };
    return {
      route: { route },
      cost: total === null ? null : { total },
    };
  });
  return inOrder(routes, paymentId, rule, preferring(how)).map(({ one }) => one.route.route);
}

/** How often each route is the first of many payments. */
function shares(
  how: Partial<RoutePreference> = {},
  rule: CompiledRule | null = null,
  count = 6_000,
) {
  const first = new Map(ROUTES.map((route) => [route, 0]));
  for (let number = 0; number < count; number += 1) {
    const [route = ''] = order(`pay_${number}`, how, rule);
    first.set(route, (first.get(route) ?? 0) + 1 / count);
  }
  return ROUTES.map((route) => first.get(route) ?? 0);
}

describe('the order of equal routes', () => {
  it('shares payments evenly', () => {
    for (const share of shares()) expect(share).toBeCloseTo(1 / 3, 1);
  });

  it('is the same for the same payment, however its routes are listed', () => {
    const id = newId('pay');
    expect(order(id)).toEqual(order(id));
    const backwards = [...ROUTES].reverse().map((route) => ({ route: { route }, cost: null }));
    const again = inOrder(backwards, id, null, preferring());
    expect(again.map(({ one }) => one.route.route)).toEqual(order(id));
  });

  it('leaves the rest as it was when one of them is gone', () => {
    for (let number = 0; number < 200; number += 1) {
      const all = order(`pay_${number}`);
      const two = ROUTES.slice(0, 2).map((route) => ({ route: { route }, cost: null }));
      const left = inOrder(two, `pay_${number}`, null, preferring()).map(
        ({ one }) => one.route.route,
      );
      expect(left).toEqual(all.filter((route) => route !== 'efecty.payvalida'));
    }
  });
});

describe('what is learned of routes', () => {
  const scores = new Map([
    ['efecty.payu', 1.2],
    ['efecty.epayco', 0.9],
  ]);

  it('puts those first whose vouchers are paid more often', () => {
    expect(order('pay_1', { scores })).toEqual([
      'efecty.payu',
      'efecty.payvalida',
      'efecty.epayco',
    ]);
  });

  it('is not followed where the difference is chance', () => {
    const close = new Map([
      ['efecty.payu', 1.01],
      ['efecty.epayco', 0.99],
    ]);
    for (const share of shares({ scores: close })) expect(share).toBeCloseTo(1 / 3, 1);
  });

  it('comes after what was promised to providers', () => {
    const behind = new Set(['efecty.epayco']);
    expect(order('pay_1', { scores, behind })[0]).toBe('efecty.epayco');
  });

  it('is passed over by the share of payments that explores: each begins with another route', () => {
    const [epayco = 0, payu = 0, payvalida = 0] = shares({ scores, explorationShare: 0.3 });
    expect(epayco).toBeCloseTo(0.15, 1);
    expect(payvalida).toBeCloseTo(0.15, 1);
    expect(payu).toBeCloseTo(0.7, 1);
    expect(shares({ scores, explorationShare: 1 })[1]).toBe(0);
  });

  it('sends nobody to a route that issues badly, however well its vouchers are paid', () => {
    const degraded = new Set(['efecty.payu']);
    const [, payu] = shares({ scores, degraded, explorationShare: 1, behind: degraded });
    expect(payu).toBe(0);
    expect(order('pay_1', { scores, degraded }).at(-1)).toBe('efecty.payu');
  });
});

describe('a rule', () => {
  it('that prefers is followed before anything learned, and what it does not name comes after', () => {
    const scores = new Map([['efecty.payvalida', 3]]);
    const prefer = ordering({ prefer: ['efecty.payu'] });
    expect(order('pay_1', { scores, explorationShare: 0 }, prefer)).toEqual([
      'efecty.payu',
      'efecty.payvalida',
      'efecty.epayco',
    ]);
  });

  it('is not explored around', () => {
    const prefer = ordering({ prefer: ['efecty.payu'] });
    expect(shares({ explorationShare: 1 }, prefer)[1]).toBeCloseTo(1, 5);
  });

  it('that looks for the cheapest takes it, and one whose cost nobody knows last', () => {
    const costs = { 'efecty.payu': 120_000n, 'efecty.payvalida': 119_999n };
    expect(order('pay_1', {}, ordering({ cheapest: true }), costs)).toEqual([
      'efecty.payvalida',
      'efecty.payu',
      'efecty.epayco',
    ]);
  });

  it('that splits gives each its weight, also of what follows', () => {
    const split = ordering({
      split: [
        { route: 'efecty.epayco', weight: 60 },
        { route: 'efecty.payu', weight: 30 },
        { route: 'efecty.payvalida', weight: 10 },
      ],
    });
    const [epayco = 0, payu = 0, payvalida = 0] = shares({}, split, 20_000);
    expect(epayco).toBeCloseTo(0.6, 1);
    expect(payu).toBeCloseTo(0.3, 1);
    expect(payvalida).toBeCloseTo(0.1, 1);
    const without = Array.from({ length: 6_000 }, (_, number) => order(`pay_${number}`, {}, split))
      .filter(([first]) => first === 'efecty.epayco')
      .filter(([, second]) => second === 'efecty.payu').length;
    expect(without / (6_000 * epayco)).toBeCloseTo(0.75, 1);
  });

  it('comes after issuing badly', () => {
    const prefer = ordering({ prefer: ['efecty.payu'] });
    const degraded = new Set(['efecty.payu']);
    expect(order('pay_1', { degraded }, prefer).at(-1)).toBe('efecty.payu');
  });
});

describe('whatever is known', () => {
  it('every route is there once', () => {
    const how = fc.record({
      degraded: fc.subarray(ROUTES).map((all) => new Set(all)),
      behind: fc.subarray(ROUTES).map((all) => new Set(all)),
      scores: fc
        .dictionary(fc.constantFrom(...ROUTES), fc.double({ min: 0, max: 3, noNaN: true }))
        .map((all) => new Map(Object.entries(all))),
      explorationShare: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.string(), how, (id, known) => {
        expect([...order(id, known)].sort()).toEqual(ROUTES);
      }),
    );
  });

  it('a draw lies between 0 and 1, and never on them', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(drawOf(text)).toBeGreaterThan(0);
        expect(drawOf(text)).toBeLessThan(1);
      }),
    );
  });
});

describe('what put a route first', () => {
  const ROUTE = { route: { route: 'efecty.epayco' }, cost: null };
  const OTHER = { route: { route: 'efecty.payu' }, cost: null };
  const reason = (how: Partial<RoutePreference> = {}, rule: CompiledRule | null = null) => {
    const [first, second] = inOrder([ROUTE, OTHER], 'pay_1', rule, preferring(how));
    return first === undefined ? null : decidedBy(first, second);
  };

  it.each([
    ['tie', {}, null],
    ['issuance', { degraded: new Set(['efecty.payu']) }, null],
    ['commitment', { behind: new Set(['efecty.payu']) }, null],
    ['conversion', { scores: new Map([['efecty.payu', 2]]) }, null],
    ['exploration', { explorationShare: 1 }, null],
    ['rule', { explorationShare: 1 }, ordering({ prefer: ['efecty.payu'] })],
    ['tie', {}, ordering({ prefer: ['efecty.payvalida'] })],
  ] as const)('is %s', (decider, how, rule) => {
    expect(reason(how, rule)).toBe(decider);
  });

  it('is nothing where there was no other', () => {
    const [only] = inOrder([ROUTE], 'pay_1', null, preferring());
    expect(only && decidedBy(only, undefined)).toBe('only');
  });
});
