import fc from 'fast-check';
import { chooseRoute, type RouteFacts } from './choose-route.js';

const cop = (minor: bigint) => ({ minor, currency: 'COP' as const });

function route(name: string, overrides: Partial<RouteFacts> = {}): RouteFacts {
  return {
    route: name,
    rail: name.split('.')[0] ?? '',
    minimum: cop(100_000n),
    maximum: cop(600_000_000n),
    step: cop(100n),
    hours: null,
    ...overrides,
  };
}

const routes = [route('efecty.payu'), route('efecty.epayco'), route('baloto.epayco')];

describe('choosing a route', () => {
  it('takes the first method that is offered, and the first route by name within it', () => {
    const choice = chooseRoute(['puntored', 'efecty', 'baloto'], cop(8_500_000n), routes);
    expect(choice.chosen?.route).toBe('efecty.epayco');
    expect(choice.candidates).toEqual([
      { route: 'puntored', chosen: false, reason: 'not_offered' },
      { route: 'efecty.epayco', chosen: true },
      { route: 'efecty.payu', chosen: false, reason: 'not_first' },
      { route: 'baloto.epayco', chosen: false, reason: 'not_first' },
    ]);
  });

  it('keeps the merchant’s order of methods', () => {
    expect(chooseRoute(['baloto', 'efecty'], cop(8_500_000n), routes).chosen?.route).toBe(
      'baloto.epayco',
    );
  });

  it.each([
    [99_900n, 'limit_min'],
    [100_000n, undefined],
    [600_000_000n, undefined],
    [600_000_100n, 'limit_max'],
    [8_500_050n, 'amount_step'],
  ])('with %s minor units says %s', (minor, reason) => {
    const [candidate] = chooseRoute(['baloto'], cop(minor), routes).candidates;
    expect(candidate?.reason).toBe(reason);
  });

  it('refuses another currency', () => {
    const choice = chooseRoute(['efecty'], { minor: 100_000n, currency: 'USD' }, routes);
    expect(choice.chosen).toBeNull();
    expect(choice.candidates[0]?.reason).toBe('currency');
  });

  it('does not go back to a route that was tried', () => {
    const choice = chooseRoute(['efecty'], cop(8_500_000n), routes, new Set(['efecty.epayco']));
    expect(choice.chosen?.route).toBe('efecty.payu');
    expect(choice.candidates[0]).toEqual({
      route: 'efecty.epayco',
      chosen: false,
      reason: 'tried',
    });
  });

  it('says so when nothing is offered', () => {
    expect(chooseRoute(['pse'], cop(8_500_000n), routes)).toEqual({
      chosen: null,
      candidates: [{ route: 'pse', chosen: false, reason: 'not_offered' }],
    });
  });
});

describe('whatever is asked and offered', () => {
  const names = ['efecty.a', 'efecty.b', 'baloto.a', 'puntored.a'];
  const asked = fc.record({
    methods: fc.shuffledSubarray(['efecty', 'baloto', 'puntored', 'pse'], { minLength: 1 }),
    minor: fc.bigInt(1n, 1_000n),
    tried: fc.subarray(names),
    offers: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom(...names),
        minimum: fc.bigInt(1n, 500n),
        maximum: fc.bigInt(500n, 1_000n),
        step: fc.constantFrom(1n, 100n),
      }),
      { selector: (one) => one.name },
    ),
  });

  type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;
  const decide = ({ methods, minor, tried, offers }: Asked) =>
    chooseRoute(
      methods,
      cop(minor),
      offers.map(({ name, minimum, maximum, step }) =>
        route(name, { minimum: cop(minimum), maximum: cop(maximum), step: cop(step) }),
      ),
      new Set(tried),
    );

  it('the chosen route is of a method that was asked for, new, and takes the amount', () => {
    fc.assert(
      fc.property(asked, (one) => {
        const { chosen } = decide(one);
        if (chosen === null) return;
        expect(one.methods).toContain(chosen.rail);
        expect(one.tried).not.toContain(chosen.route);
        expect(one.minor).toBeGreaterThanOrEqual(chosen.minimum.minor);
        expect(one.minor).toBeLessThanOrEqual(chosen.maximum.minor);
        expect(one.minor % chosen.step.minor).toBe(0n);
      }),
    );
  });

  it('every offer of the methods is a candidate once, and one at most is chosen', () => {
    fc.assert(
      fc.property(asked, (one) => {
        const { chosen, candidates } = decide(one);
        const offered = one.methods.flatMap((method) => {
          const routes = one.offers.filter(({ name }) => name.startsWith(`${method}.`));
          return routes.length === 0 ? [method] : routes.map(({ name }) => name).sort();
        });
        expect(candidates.map((candidate) => candidate.route)).toEqual(offered);
        expect(
          candidates.filter((candidate) => candidate.chosen).map(({ route }) => route),
        ).toEqual(chosen === null ? [] : [chosen.route]);
        for (const { chosen: isChosen, reason } of candidates) {
          expect(reason === undefined).toBe(isChosen);
        }
      }),
    );
  });

  it('none is chosen only when each has a reason of its own', () => {
    fc.assert(
      fc.property(asked, (one) => {
        const { chosen, candidates } = decide(one);
        if (chosen === null)
          expect(candidates.map(({ reason }) => reason)).not.toContain('not_first');
      }),
    );
  });
});

describe('a route that takes no call now', () => {
  const methods = ['efecty', 'baloto'];
  const amount = cop(8_500_000n);

  it('is passed over with its reason, and the next one is chosen', () => {
    const refusing = new Map([['efecty.epayco', 'breaker_open' as const]]);
    const { chosen, candidates } = chooseRoute(methods, amount, routes, new Set(), refusing);
    expect(chosen?.route).toBe('efecty.payu');
    expect(candidates[0]).toEqual({
      route: 'efecty.epayco',
      chosen: false,
      reason: 'breaker_open',
    });
  });

  it('is told what is wrong with the payment first: that does not pass with time', () => {
    const refusing = new Map([['efecty.epayco', 'draining' as const]]);
    const { candidates } = chooseRoute(methods, cop(50n), routes, new Set(), refusing);
    expect(candidates[0]?.reason).toBe('limit_min');
  });

  it('is one that was tried before, first of all', () => {
    const refusing = new Map([['efecty.epayco', 'busy' as const]]);
    const tried = new Set(['efecty.epayco']);
    const { candidates } = chooseRoute(methods, amount, routes, tried, refusing);
    expect(candidates[0]?.reason).toBe('tried');
  });
});

describe('the order of the routes of a method', () => {
  const reversed = (names: readonly string[]) => [...names].sort().reverse();

  it('is given, and methods stay in the order of the merchant', () => {
    const { candidates } = chooseRoute(
      ['efecty', 'baloto'],
      cop(8_500_000n),
      routes,
      new Set(),
      new Map(),
      reversed,
    );
    expect(candidates.map(({ route: name }) => name)).toEqual([
      'efecty.payu',
      'efecty.epayco',
      'baloto.epayco',
    ]);
  });

  it('never lets an ineligible route through', () => {
    const narrow = [...routes, route('efecty.zeta', { maximum: cop(200_000n) })];
    const { chosen } = chooseRoute(
      ['efecty'],
      cop(8_500_000n),
      narrow,
      new Set(),
      new Map(),
      reversed,
    );
    expect(chosen?.route).toBe('efecty.payu');
  });
});
