import fc from 'fast-check';
import { preferring, routedPayment, routeFacts, routingWorld } from '../fixtures/routed.js';
import { compileRules } from '../rules/compile-rules.js';
import type { RoutingRule } from '../rules/routing-rules.schema.js';
import { chooseRoute, PASSING, REJECTIONS, type RoutingWorld } from './choose-route.js';

const cop = (minor: bigint) => ({ minor, currency: 'COP' as const });
const routes = ['efecty.payu', 'efecty.epayco', 'baloto.epayco'].map((name) => routeFacts(name));
const byName = compileRules(4, {
  rules: [{ name: 'by-name', when: {}, then: { prefer: ['*.epayco', '*.payu'] } }],
});

const choose = (
  payment: Parameters<typeof routedPayment>[0] = {},
  world: Partial<RoutingWorld> = {},
  tried: readonly string[] = [],
) =>
  chooseRoute(
    routedPayment(payment),
    routingWorld({ routes, rules: byName, ...world }),
    new Set(tried),
  );

describe('choosing a route', () => {
  it('takes the first method that is offered, and within it the first route by rule', () => {
    const choice = choose({ methods: ['puntored', 'efecty', 'baloto'] });
    expect(choice.chosen?.route).toBe('efecty.epayco');
    expect(choice.rulesVersion).toBe(4);
    expect(choice.candidates).toEqual([
      { route: 'puntored', chosen: false, reason: 'not_offered' },
      { route: 'efecty.epayco', chosen: true, because: 'rule', rule: 'by-name' },
      { route: 'efecty.payu', chosen: false, reason: 'not_first', rule: 'by-name' },
      { route: 'baloto.epayco', chosen: false, reason: 'not_first' },
    ]);
  });

  it('keeps the merchant’s order of methods', () => {
    expect(choose({ methods: ['baloto', 'efecty'] }).chosen?.route).toBe('baloto.epayco');
  });

  it.each([
    [99_900n, 'limit_min'],
    [100_000n, undefined],
    [600_000_000n, undefined],
    [600_000_100n, 'limit_max'],
    [8_500_050n, 'amount_step'],
  ])('with %s minor units says %s', (minor, reason) => {
    const [candidate] = choose({ methods: ['baloto'], amount: cop(minor) }).candidates;
    expect(candidate?.reason).toBe(reason);
  });

  it('refuses another currency', () => {
    const choice = choose({ amount: { minor: 100_000n, currency: 'USD' } });
    expect(choice.chosen).toBeNull();
    expect(choice.candidates[0]?.reason).toBe('currency');
  });

  it.each([
    ['NIT', 'document'],
    ['CC', undefined],
    [null, undefined],
  ] as const)(
    'of a payer with %s at a route that takes citizens’ cards says %s',
    (type, reason) => {
      const only = [routeFacts('efecty.epayco', { documents: ['CC'] })];
      const [candidate] = choose({ documentType: type }, { routes: only }).candidates;
      expect(candidate?.reason).toBe(reason);
    },
  );

  it('does not go back to a route that was tried', () => {
    const choice = choose({}, {}, ['efecty.epayco']);
    expect(choice.chosen?.route).toBe('efecty.payu');
    expect(choice.candidates[0]).toEqual({
      route: 'efecty.epayco',
      chosen: false,
      reason: 'tried',
    });
  });

  it('says so when nothing is offered', () => {
    expect(choose({ methods: ['pse'] })).toEqual({
      chosen: null,
      rulesVersion: 4,
      candidates: [{ route: 'pse', chosen: false, reason: 'not_offered' }],
    });
  });

  it('says what the provider of each route would keep, where that is known', () => {
    const fees = { fixed: cop(80_000n), bps: 250, ivaBps: 1_900, tiers: [] };
    const priced = [routeFacts('efecty.epayco', { fees }), routeFacts('efecty.payu')];
    const { candidates } = choose({}, { routes: priced });
    expect(candidates.map(({ cost }) => cost)).toEqual([
      { fee: cop(292_500n), iva: cop(55_575n), total: cop(348_075n) },
      undefined,
    ]);
  });

  it('does not price in another currency, not even a bound', () => {
    const fromAmount = { minor: 1n, currency: 'USD' as const };
    const tier = { fixed: cop(1n), bps: 0, fromAmount, fromMonthlyPayments: null };
    const fees = { fixed: cop(80_000n), bps: 0, ivaBps: 0, tiers: [tier] };
    const { candidates } = choose({}, { routes: [routeFacts('efecty.epayco', { fees })] });
    expect(candidates).toEqual([{ route: 'efecty.epayco', chosen: true, because: 'only' }]);
  });

  it('prices a payment by what the route has collected this month', () => {
    const tier = { fixed: cop(1_000n), bps: 0, fromAmount: null, fromMonthlyPayments: 500 };
    const fees = { fixed: cop(80_000n), bps: 0, ivaBps: 0, tiers: [tier] };
    const world = {
      routes: [routeFacts('efecty.epayco', { fees })],
      preference: preferring({ paidThisMonth: (route) => (route === 'efecty.epayco' ? 500 : 0) }),
    };
    expect(choose({}, world).candidates[0]?.cost?.total).toEqual(cop(1_000n));
  });
});

describe('rules', () => {
  const ruled = (then: object, when = {}) =>
    compileRules(7, { rules: [{ name: 'r', when, then }] });

  it('keep a payment from a route, with the name of the rule', () => {
    const { chosen, candidates } = choose({}, { rules: ruled({ deny: ['*.epayco'] }) });
    expect(chosen?.route).toBe('efecty.payu');
    expect(candidates).toContainEqual({
      route: 'efecty.epayco',
      chosen: false,
      reason: 'rule',
      rule: 'r',
    });
  });

  it('keep fallbacks from it too', () => {
    const rules = ruled({ allow: ['efecty.payu'] });
    expect(choose({}, { rules }, ['efecty.payu']).chosen).toBeNull();
  });

  it('ask about the time at which the payment is made', () => {
    const rules = ruled({ deny: ['efecty.epayco'] }, { days: ['sunday'] });
    const friday = choose({}, { rules }).candidates.map(({ reason }) => reason);
    const at = new Date('2026-11-22T15:00:00Z');
    const sunday = choose({}, { rules, at }).candidates.map(({ reason }) => reason);
    expect(friday).not.toContain('rule');
    expect(sunday).toContain('rule');
  });
});

describe('counters', () => {
  const times = { opens: '08:00', closes: '18:00' };
  const hours = { weekday: times, saturday: times, sunday: null, holiday: null };
  const shop = [routeFacts('efecty.epayco', { hours })];
  it.each([
    ['2026-11-20T15:00:00Z', undefined],
    ['2026-11-21T01:00:00Z', 'closed_hours'],
    ['2026-11-22T15:00:00Z', 'closed_hours'],
    ['2026-12-08T15:00:00Z', 'holiday'],
  ])('at %s say %s', (at, reason) => {
    const [candidate] = choose({}, { routes: shop, at: new Date(at) }).candidates;
    expect(candidate?.reason).toBe(reason);
  });
});

describe('whatever is asked and offered', () => {
  const names = ['efecty.a', 'efecty.b', 'baloto.a', 'puntored.a'];
  const asked = fc.record({
    id: fc.string(),
    methods: fc.shuffledSubarray(['efecty', 'baloto', 'puntored', 'pse'], { minLength: 1 }),
    minor: fc.bigInt(1n, 1_000n),
    tried: fc.subarray(names),
    degraded: fc.subarray(names),
    behind: fc.subarray(names),
    exploration: fc.constantFrom(0, 0.5, 1),
    offers: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom(...names),
        minimum: fc.bigInt(1n, 500n),
        maximum: fc.bigInt(500n, 1_000n),
        step: fc.constantFrom(1n, 100n),
      }),
      { selector: (one) => one.name },
    ),
    then: fc.constantFrom<RoutingRule['then']>(
      { cheapest: true },
      { deny: ['efecty.a'] },
      { allow: ['*.b', 'baloto.a'] },
      { prefer: ['*.b'] },
      {
        split: [
          { route: '*.a', weight: 1 },
          { route: '*.b', weight: 3 },
        ],
      },
    ),
  });

  type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;
  const decide = (one: Asked) =>
    chooseRoute(
      routedPayment({ id: one.id, methods: one.methods, amount: cop(one.minor) }),
      routingWorld({
        rules: compileRules(1, { rules: [{ name: 'r', when: {}, then: one.then }] }),
        preference: preferring({
          degraded: new Set(one.degraded),
          behind: new Set(one.behind),
          explorationShare: one.exploration,
        }),
        routes: one.offers.map(({ name, minimum, maximum, step }) =>
          routeFacts(name, { minimum: cop(minimum), maximum: cop(maximum), step: cop(step) }),
        ),
      }),
      new Set(one.tried),
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
          const own = one.offers.filter(({ name }) => name.startsWith(`${method}.`));
          return own.length === 0 ? [method] : own.map(({ name }) => name);
        });
        expect(candidates.map(({ route }) => route).sort()).toEqual([...offered].sort());
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
        if (chosen !== null) return;
        expect(candidates.map(({ reason }) => reason)).not.toContain('not_first');
        expect(candidates.map(({ reason }) => reason)).not.toContain('degraded');
      }),
    );
  });

  it('the same is chosen again', () => {
    fc.assert(fc.property(asked, (one) => expect(decide(one)).toEqual(decide(one))));
  });
});

describe('a route that takes no call now', () => {
  it('is passed over with its reason, and the next one is chosen', () => {
    const refusing = new Map([['efecty.epayco', 'breaker_open' as const]]);
    const { chosen, candidates } = choose({ methods: ['efecty', 'baloto'] }, { refusing });
    expect(chosen?.route).toBe('efecty.payu');
    expect(candidates[0]).toEqual({
      route: 'efecty.epayco',
      chosen: false,
      reason: 'breaker_open',
    });
  });

  it('is told what is wrong with the payment first: that does not pass with time', () => {
    const refusing = new Map([['efecty.epayco', 'draining' as const]]);
    expect(choose({ amount: cop(50n) }, { refusing }).candidates[0]?.reason).toBe('limit_min');
  });

  it('is one that was tried before, first of all', () => {
    const refusing = new Map([['efecty.epayco', 'busy' as const]]);
    expect(choose({}, { refusing }, ['efecty.epayco']).candidates[0]?.reason).toBe('tried');
  });
});

describe('a route that issues badly', () => {
  it('is passed over for one that does not, whatever rules prefer, and says why', () => {
    const world = { preference: preferring({ degraded: new Set(['efecty.epayco']) }) };
    const { chosen, candidates } = choose({}, world);
    expect(chosen?.route).toBe('efecty.payu');
    expect(candidates.at(-1)).toEqual({
      route: 'efecty.epayco',
      chosen: false,
      reason: 'degraded',
    });
  });

  it('is used where there is no other', () => {
    const world = {
      preference: preferring({ degraded: new Set(['efecty.epayco', 'efecty.payu']) }),
    };
    expect(choose({}, world).candidates.map(({ reason }) => reason)).toEqual([
      undefined,
      'not_first',
    ]);
  });
});

describe('a route whose announcements have ceased', () => {
  const tooMuch = { amount: cop(900_000_000n) };
  const reasons = (absence: 'withdrawn' | 'silent', payment = {}) => {
    const refusing = new Map([['efecty.epayco', absence] as const]);
    const { chosen, candidates } = choose(payment, { refusing });
    return [
      chosen?.route ?? null,
      candidates.find(({ route }) => route === 'efecty.epayco')?.reason,
    ];
  };

  it.each(['withdrawn', 'silent'] as const)('is passed over as %s', (absence) => {
    expect(reasons(absence)).toEqual(['efecty.payu', absence]);
  });

  it('is told first of all where it was taken out, and last where it may be back', () => {
    expect(reasons('withdrawn', tooMuch)).toEqual([null, 'withdrawn']);
    expect(reasons('silent', tooMuch)).toEqual([null, 'limit_max']);
  });

  it('is worth waiting for only where it may be back', () => {
    expect([PASSING.has('withdrawn'), PASSING.has('silent')]).toEqual([false, true]);
  });
});

describe('the reasons', () => {
  it('that pass with time are reasons', () => {
    for (const reason of PASSING) expect(Object.keys(REJECTIONS)).toContain(reason);
  });
});
