import fc from 'fast-check';
import { routedPayment, routeFacts, routingWorld } from '../fixtures/routed.js';
import { chooseRoute } from '../routing/choose-route.js';
import { checkRules } from './check-rules.js';
import { compileRules } from './compile-rules.js';
import { routingRules, type RoutingRules } from './routing-rules.schema.js';

const cop = (minor: bigint) => ({ minor, currency: 'COP' as const });
const pesos = (value: number) => ({ value: value * 100, currency: 'COP' as const });
const ROUTES = [
  routeFacts('efecty.epayco', { maximum: cop(300_000_000n) }),
  routeFacts('efecty.payu', { documents: ['CC', 'CE', 'NIT'] }),
  routeFacts('baloto.epayco'),
];

type RuleInput = Omit<RoutingRules['rules'][number], 'name' | 'when'> & {
  when?: RoutingRules['rules'][number]['when'];
};

/** What a document of rules named r0, r1, … is refused for. */
function problems(...rules: RuleInput[]) {
  const named = rules.map((rule, index) => ({ name: `r${index}`, when: {}, ...rule }));
  const document = routingRules.parse({ rules: named });
  return checkRules(document, ROUTES).map(
    ({ code, path, detail }) => `${code} /${path.join('/')} ${detail}`,
  );
}

describe('rules that say what they do', () => {
  it.each([
    [[]],
    [[{ then: { cheapest: true } }]],
    [[{ then: { deny: ['efecty.payu'] }, when: { amount: { to: pesos(3_000_000) } } }]],
    [[{ then: { allow: ['efecty.epayco', 'efecty.payu'] } }]],
    [
      [
        { then: { prefer: ['efecty.payu'] }, when: { documents: ['NIT'] } },
        { then: { prefer: ['efecty.epayco'] } },
      ],
    ],
    [
      [
        {
          then: { deny: ['efecty.payu'] },
          when: { times: { from: '22:00', to: '06:00' }, amount: { to: pesos(3_000_000) } },
        },
        {
          then: { deny: ['efecty.epayco'] },
          when: { times: { from: '06:00', to: '22:00' }, documents: ['CC'] },
        },
      ],
    ],
  ] as RuleInput[][][])('%j are taken', (rules) => {
    expect(problems(...rules)).toEqual([]);
  });
});

describe('names that nobody has announced', () => {
  it('are told where they stand', () => {
    expect(
      problems(
        { then: { deny: ['efecty.pay'] } },
        { then: { cheapest: true }, when: { rails: ['efecty', 'gana'] } },
        {
          then: {
            split: [
              { route: 'efecty.*', weight: 1 },
              { route: '*.wompi', weight: 1 },
            ],
          },
        },
        { then: { prefer: ['*.payu'] }, when: { rails: ['baloto'] } },
      ).map((one) => one.split(' ').slice(0, 2)),
    ).toEqual([
      ['unknown_route', '/rules/0/then/deny/0'],
      ['unknown_rail', '/rules/1/when/rails/1'],
      ['unknown_route', '/rules/2/then/split/1'],
      ['unknown_route', '/rules/3/then/prefer/0'],
    ]);
  });
});

describe('a rule that can never match', () => {
  it.each([
    ['ends before it begins', { amount: { from: pesos(5), to: pesos(4) } }],
    ['asks for more than the route takes', { amount: { from: pesos(3_000_001) } }],
    ['asks for less than the route takes', { amount: { to: pesos(999) } }],
    ['asks for another currency', { amount: { from: { value: 1, currency: 'USD' as const } } }],
  ])('because it %s is refused', (_, when) => {
    expect(problems({ then: { deny: ['efecty.epayco'] }, when })).toEqual([
      expect.stringMatching(/^never_matches \/rules\/0\/when r0: /),
    ]);
  });

  it('because no route that it names takes such documents is refused', () => {
    const [problem] = problems({ then: { prefer: ['efecty.payu'] }, when: { documents: ['TI'] } });
    expect(problem).toMatch(/^never_matches/);
  });
});

describe('a rule that others leave nothing to', () => {
  it('is refused, with the names of those', () => {
    expect(
      problems(
        { then: { prefer: ['efecty.payu'] }, when: { amount: { to: pesos(1_000_000) } } },
        { then: { prefer: ['*.epayco'] }, when: { amount: { from: pesos(1_000_000) } } },
        { then: { cheapest: true }, when: { rails: ['efecty'] } },
      ),
    ).toEqual([expect.stringMatching(/^shadowed \/rules\/2 r2: .*\(r0, r1\)$/)]);
  });

  it('is not the one that a gap of a peso is left to', () => {
    expect(
      problems(
        { then: { prefer: ['efecty.payu'] }, when: { amount: { to: pesos(1_000_000) } } },
        { then: { prefer: ['efecty.epayco'] }, when: { amount: { from: pesos(1_000_001) } } },
        { then: { cheapest: true }, when: { rails: ['efecty'] } },
      ),
    ).toEqual([]);
  });

  it('is told also where several together leave nothing, over days, hours and cities', () => {
    expect(
      problems(
        { then: { cheapest: true }, when: { days: ['weekday', 'saturday'] } },
        {
          then: { cheapest: true },
          when: { days: ['sunday', 'holiday'], times: { from: '20:00', to: '08:00' } },
        },
        {
          then: { cheapest: true },
          when: { days: ['sunday', 'holiday'], times: { from: '08:00', to: '20:00' } },
        },
        { then: { prefer: ['efecty.payu'] }, when: { cities: ['Cali'] } },
      ),
    ).toEqual([expect.stringMatching(/^shadowed \/rules\/3 /)]);
  });

  it('is one that puts routes in order, or one that refuses: they do not stand in each other’s way', () => {
    expect(
      problems(
        { then: { prefer: ['efecty.payu'] } },
        { then: { deny: ['efecty.epayco'] }, when: { cities: ['Cali'], documents: ['CC'] } },
      ),
    ).toEqual([]);
  });

  it('is one that refuses what is refused already', () => {
    expect(
      problems(
        { then: { deny: ['efecty.payu'] }, when: { documents: ['CC', 'NIT'] } },
        { then: { deny: ['efecty.payu'] }, when: { documents: ['NIT'], cities: ['Cali'] } },
      ),
    ).toEqual([expect.stringMatching(/^shadowed \/rules\/1 .*\(r0\)$/)]);
  });
});

describe('a rail without a route', () => {
  it('is refused, with a payment that would be left without', () => {
    const [problem] = problems({
      then: { deny: ['baloto.epayco'] },
      when: { merchants: ['mer_1'], documents: ['NIT'] },
    });
    expect(problem).toBe(
      'rail_without_route /rules/0/then would leave a payment with merchant mer_1, ' +
        'amount 100000 COP, document NIT without a route of baloto (r0)',
    );
  });

  it('is one whose other routes do not take what is left', () => {
    expect(problems({ then: { allow: ['efecty.epayco'] } })).toEqual([
      expect.stringMatching(/^rail_without_route .*amount 300000001 COP.* of efecty/),
    ]);
    expect(problems({ then: { deny: ['efecty.epayco'] } })).toEqual([
      expect.stringMatching(/^rail_without_route .*document TI.* of efecty/),
    ]);
  });

  it('may come of several rules that are fine alone', () => {
    const night = { then: { deny: ['efecty.payu'] }, when: { amount: { to: pesos(2_000_000) } } };
    const shop = {
      then: { deny: ['efecty.epayco'] },
      when: { documents: ['CC' as const], merchants: ['mer_1'] },
    };
    expect(problems(night)).toEqual([]);
    expect(problems(shop)).toEqual([]);
    expect(problems(night, shop)).toEqual([
      expect.stringMatching(/^rail_without_route \/rules\/1\/then .*mer_1.*\(r0, r1\)$/),
    ]);
  });
});

describe('opening hours', () => {
  const times = { opens: '08:00', closes: '20:00' };
  const hours = { weekday: times, saturday: times, sunday: times, holiday: times };
  const routes = [routeFacts('efecty.epayco'), routeFacts('efecty.payu', { hours })];
  const night = { times: { from: '20:00', to: '08:00' } };
  const codes = (then: object, when: object) =>
    checkRules(routingRules.parse({ rules: [{ name: 'r', when, then }] }), routes).map(
      ({ code }) => code,
    );

  it('leave a rail without a route where the one that is open is refused', () => {
    expect(codes({ deny: ['efecty.epayco'] }, night)).toEqual(['rail_without_route']);
    const day = { times: { from: '09:00', to: '19:00' } };
    expect(codes({ deny: ['efecty.epayco'] }, day)).toEqual([]);
  });

  it('keep a rule from ever meeting a route that is closed then', () => {
    expect(codes({ prefer: ['efecty.payu'] }, night)).toEqual(['never_matches']);
    expect(codes({ prefer: ['efecty.epayco'] }, night)).toEqual([]);
  });
});

describe('rules that were taken', () => {
  const when = fc.record(
    {
      amount: fc.constantFrom(
        { to: pesos(1_000_000) },
        { from: pesos(1_000_001), to: pesos(3_000_000) },
        { from: pesos(3_000_001) },
      ),
      documents: fc.constantFrom(['CC' as const], ['CC' as const, 'NIT' as const], ['TI' as const]),
      days: fc.constantFrom(['weekday' as const], ['sunday' as const, 'holiday' as const]),
      times: fc.constantFrom({ from: '08:00', to: '18:00' }, { from: '18:00', to: '08:00' }),
      merchants: fc.constantFrom(['mer_1'], ['mer_2']),
    },
    { requiredKeys: [] },
  );
  const then = fc.constantFrom<RoutingRules['rules'][number]['then']>(
    { deny: ['efecty.payu'] },
    { deny: ['efecty.epayco'] },
    { allow: ['efecty.payu', 'baloto.epayco'] },
    { prefer: ['efecty.payu'] },
    { cheapest: true },
  );
  const rules = fc.array(fc.record({ when, then }), { maxLength: 5 });
  const payment = fc.record({
    amount: fc
      .constantFrom(99_900n, 100_000n, 100_000_000n, 100_000_100n, 300_000_000n, 300_000_100n)
      .map(cop),
    documentType: fc.constantFrom('CC' as const, 'NIT' as const, 'TI' as const),
    merchantId: fc.constantFrom('mer_1', 'mer_2', 'mer_3'),
  });
  const at = fc.constantFrom(
    '2026-11-20T15:00:00Z',
    '2026-11-22T15:00:00Z',
    '2026-11-21T02:00:00Z',
  );

  it('leave a route to every payment that had one, and those that were not leave one without', () => {
    const refused = { without: 0, taken: 0 };
    fc.assert(
      fc.property(rules, fc.array(fc.tuple(payment, at), { maxLength: 30 }), (given, payments) => {
        const named = given.map((rule, index) => ({ name: `r${index}`, ...rule }));
        const document = routingRules.parse({ rules: named });
        const isTaken = checkRules(document, ROUTES).length === 0;
        refused[isTaken ? 'taken' : 'without'] += 1;
        if (!isTaken) return;
        const compiled = compileRules(1, document);
        for (const [one, instant] of payments) {
          for (const method of ['efecty', 'baloto']) {
            const asked = routedPayment({ ...one, methods: [method] });
            const world = routingWorld({ routes: ROUTES, at: new Date(instant) });
            const hadOne = chooseRoute(asked, world).chosen !== null;
            const hasOne = chooseRoute(asked, { ...world, rules: compiled }).chosen !== null;
            expect(hasOne).toBe(hadOne);
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(refused.taken).toBeGreaterThan(20);
    expect(refused.without).toBeGreaterThan(20);
  });
});

describe('a thousand rules', () => {
  it('are checked: each merchant has its own', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => ({
      name: `merchant-${index}`,
      when: { merchants: [`mer_${index}`], rails: ['efecty'] },
      then: { prefer: ['efecty.payu'] },
    }));
    expect(checkRules(routingRules.parse({ rules: many }), ROUTES)).toEqual([]);
  });

  it('of which hundreds overlap are taken where one route is never refused', () => {
    const only = { allow: ['efecty.d'] };
    const rules = Array.from({ length: 150 }, (_, index) => [
      { name: `merchant-${index}`, when: { merchants: [`mer_${index}`] }, then: only },
      { name: `city-${index}`, when: { cities: [`city ${index}`] }, then: only },
    ]).flat();
    const four = ['a', 'b', 'c', 'd'].map((name) => routeFacts(`efecty.${name}`));
    expect(checkRules(routingRules.parse({ rules }), four)).toEqual([]);
  });

  it('that overlap in too many ways are refused, not waited for', () => {
    const many = Array.from({ length: 400 }, (_, index) => ({
      name: `r${index}`,
      when: {
        metadata: { [`key${index % 20}`]: [`a${index}`] },
        cities: [`city ${index % 7}`],
        amount: { from: pesos(2_000 + index) },
      },
      then: { deny: [index % 2 === 0 ? 'efecty.payu' : 'efecty.epayco'] },
    }));
    const codes = checkRules(routingRules.parse({ rules: many }), ROUTES).map(({ code }) => code);
    expect(['too_entangled', 'rail_without_route']).toContain(codes[0]);
  });
});
