import { routedPayment } from '../fixtures/routed.js';
import { compileRules, railsOf, refuses } from './compile-rules.js';
import { foldText } from './fold-text.js';
import { isNamedBy } from './route-pattern.js';
import { momentOf } from './rule-payment.js';
import { routingRules, type RuleConditions } from './routing-rules.schema.js';

const cop = (value: number) => ({ value, currency: 'COP' as const });
const friday = momentOf(new Date('2026-11-20T15:00:00Z'));

/** Whether conditions hold for a payment at a moment. */
function holds(
  when: RuleConditions,
  payment: Parameters<typeof routedPayment>[0] = {},
  moment = friday,
): boolean {
  const rules = compileRules(1, {
    rules: [{ name: 'r', when, then: { deny: ['*.epayco'] } }],
  });
  const [rule] = rules.of('efecty');
  return rule?.holds(routedPayment(payment), moment) ?? false;
}

describe('a condition', () => {
  it('that is not there holds for every payment', () => {
    expect(holds({})).toBe(true);
  });

  it.each([
    [8_499_999, false],
    [8_500_000, true],
    [9_000_000, true],
    [9_000_001, false],
  ])('on the amount takes its ends in: %i says %s', (minor, expected) => {
    const amount = { from: cop(8_500_000), to: cop(9_000_000) };
    const payment = { amount: { minor: BigInt(minor), currency: 'COP' as const } };
    expect(holds({ amount }, payment)).toBe(expected);
  });

  it('on the amount never holds for another currency', () => {
    const payment = { amount: { minor: 8_500_000n, currency: 'USD' as const } };
    expect(holds({ amount: { from: cop(1) } }, payment)).toBe(false);
    expect(holds({ amount: { to: cop(90_000_000) } }, payment)).toBe(false);
  });

  it('on merchants, documents and cities holds for those that are named', () => {
    expect(holds({ merchants: ['mer_1', 'mer_2'] })).toBe(true);
    expect(holds({ merchants: ['mer_2'] })).toBe(false);
    expect(holds({ merchants: ['mer_1'] }, { merchantId: null })).toBe(false);
    expect(holds({ documents: ['CC'] })).toBe(true);
    expect(holds({ documents: ['NIT'] })).toBe(false);
    expect(holds({ documents: ['CC'] }, { documentType: null })).toBe(false);
    expect(holds({ cities: ['BOGOTÁ'] })).toBe(true);
    expect(holds({ cities: ['Medellín'] })).toBe(false);
    expect(holds({ cities: ['Bogotá'] }, { city: null })).toBe(false);
  });

  it('on metadata asks for one of the values of every key', () => {
    const metadata = { channel: 'app', plan: 'gold' };
    expect(holds({ metadata: { channel: ['app', 'web'] } }, { metadata })).toBe(true);
    expect(holds({ metadata: { channel: ['app'], plan: ['silver'] } }, { metadata })).toBe(false);
    expect(holds({ metadata: { other: ['app'] } }, { metadata })).toBe(false);
    expect(holds({ metadata: { toString: ['app'] } }, { metadata })).toBe(false);
  });

  it.each([
    ['08:00', '18:00', '2026-11-20T12:59:59Z', false],
    ['08:00', '18:00', '2026-11-20T13:00:00Z', true],
    ['08:00', '18:00', '2026-11-20T22:59:59Z', true],
    ['08:00', '18:00', '2026-11-20T23:00:00Z', false],
    ['22:00', '06:00', '2026-11-21T03:00:00Z', true],
    ['22:00', '06:00', '2026-11-20T10:59:00Z', true],
    ['22:00', '06:00', '2026-11-20T11:00:00Z', false],
    ['00:00', '24:00', '2026-11-21T04:59:59Z', true],
  ])('from %s to %s in Bogota at %s says %s', (from, to, at, expected) => {
    expect(holds({ times: { from, to } }, {}, momentOf(new Date(at)))).toBe(expected);
  });

  it.each([
    ['2026-11-20T15:00:00Z', 'weekday'],
    ['2026-11-22T04:59:59Z', 'saturday'],
    ['2026-11-22T05:00:00Z', 'sunday'],
    ['2026-12-08T15:00:00Z', 'holiday'],
  ] as const)('on days at %s holds for a %s alone', (at, day) => {
    const others = (['weekday', 'saturday', 'sunday', 'holiday'] as const).filter(
      (one) => one !== day,
    );
    expect(holds({ days: [day] }, {}, momentOf(new Date(at)))).toBe(true);
    expect(holds({ days: others }, {}, momentOf(new Date(at)))).toBe(false);
  });

  it('of several all have to hold', () => {
    expect(holds({ documents: ['CC'], merchants: ['mer_1'] })).toBe(true);
    expect(holds({ documents: ['CC'], merchants: ['mer_2'] })).toBe(false);
    expect(holds({ documents: ['NIT'], merchants: ['mer_1'] })).toBe(false);
  });
});

describe('a rule speaks of', () => {
  const rails = (when: RuleConditions, then: object) =>
    railsOf({ name: 'r', when, then }) === null
      ? 'every rail'
      : [...(railsOf({ name: 'r', when, then }) ?? [])];

  it.each([
    [{}, { deny: ['efecty.payu'] }, ['efecty']],
    [{}, { prefer: ['efecty.payu', 'baloto.epayco'] }, ['efecty', 'baloto']],
    [{}, { deny: ['*.payu'] }, 'every rail'],
    [{}, { cheapest: true }, 'every rail'],
    [{ rails: ['pse'] }, { cheapest: true }, ['pse']],
    [{ rails: ['pse'] }, { deny: ['*.payu'] }, ['pse']],
    [{ rails: ['pse', 'efecty'] }, { deny: ['efecty.payu'] }, ['efecty']],
    [{ rails: ['pse'] }, { deny: ['efecty.payu'] }, []],
  ])('%j %j: %j', (when, then, expected) => {
    expect(rails(when, then)).toEqual(expected);
  });
});

describe('an action refuses', () => {
  it.each([
    ['allow', ['efecty.payu'], 'efecty.epayco', true],
    ['allow', ['efecty.payu'], 'efecty.payu', false],
    ['allow', ['*.payu'], 'pse.payu', false],
    ['deny', ['*.payu'], 'pse.payu', true],
    ['deny', ['efecty.*'], 'pse.payu', false],
    ['prefer', ['efecty.*'], 'pse.payu', false],
  ] as const)('%s %j: %s %s', (kind, routes, route, expected) => {
    expect(refuses({ kind, routes }, route)).toBe(expected);
  });
});

describe('a route', () => {
  it.each([
    ['efecty.payu', 'efecty.payu', true],
    ['efecty.payu', '*.payu', true],
    ['efecty.payu', 'efecty.*', true],
    ['efecty.payu', 'efecty.pay', false],
    ['efecty.payu', 'baloto.payu', false],
  ])('%s is named by %s: %s', (route, pattern, expected) => {
    expect(isNamedBy(route, pattern)).toBe(expected);
  });
});

describe('a city', () => {
  it.each([
    ['Bogotá, D.C.', 'bogota d c'],
    ['  MEDELLÍN ', 'medellin'],
    ['San José del Guaviare', 'san jose del guaviare'],
    ['Peñol', 'penol'],
  ])('%j is compared as %j', (text, folded) => {
    expect(foldText(text)).toBe(folded);
    expect(foldText(folded)).toBe(folded);
  });
});

describe('a document', () => {
  const problems = (document: unknown) =>
    (routingRules.safeParse(document).error?.issues ?? []).map(
      ({ path, message }) => `/${path.join('/')}: ${message}`,
    );
  const one = (change: object) => ({
    rules: [{ name: 'r', then: { deny: ['efecty.payu'] }, ...change }],
  });

  it.each([
    [{ rules: [] }],
    [one({})],
    [one({ then: { cheapest: true } })],
    [one({ when: { amount: { from: cop(1) }, times: { from: '22:00', to: '06:00' } } })],
    [one({ when: { metadata: { channel: ['app'] }, cities: ['Bogotá'], days: ['holiday'] } })],
  ])('%j is one', (document) => {
    expect(problems(document)).toEqual([]);
  });

  it.each([
    [
      one({ then: {} }),
      '/rules/0/then: must have exactly one of allow, deny, prefer, split, cheapest',
    ],
    [
      one({ then: { deny: ['efecty.payu'], cheapest: true } }),
      '/rules/0/then: must have exactly one of allow, deny, prefer, split, cheapest',
    ],
    [one({ then: { deny: [] } }), '/rules/0/then/deny: must name at least one'],
    [one({ then: { deny: ['a.b', 'a.b'] } }), '/rules/0/then/deny: must not name one twice'],
    [
      one({ then: { deny: ['efecty'] } }),
      '/rules/0/then/deny/0: must be a route such as efecty.epayco, or one of several such as *.epayco or efecty.*',
    ],
    [
      one({ then: { split: [{ route: 'efecty.payu', weight: 1 }] } }),
      '/rules/0/then/split: must share payments among at least two routes',
    ],
    [one({ when: { amount: {} } }), '/rules/0/when/amount: must have from, to, or both'],
    [
      one({ when: { amount: { from: cop(1), to: { value: 1, currency: 'USD' } } } }),
      '/rules/0/when/amount: must be of one currency',
    ],
    [
      one({ when: { times: { from: '8:00', to: '18:00' } } }),
      '/rules/0/when/times/from: must be a time such as 08:30, in Bogota',
    ],
    [
      one({ when: { times: { from: '08:00', to: '08:00' } } }),
      '/rules/0/when/times: must not begin and end at the same time',
    ],
    [one({ when: { metadata: {} } }), '/rules/0/when/metadata: must have at least one key'],
    [
      one({ name: 'A rule' }),
      '/rules/0/name: must be small letters, digits and hyphens, at most 64',
    ],
    [
      { rules: [...one({}).rules, ...one({}).rules] },
      '/rules/1/name: is the name of another rule too',
    ],
  ])('%j says what is wrong', (document, problem) => {
    expect(problems(document)).toContain(problem);
  });

  it('asks about no more keys of metadata than can be checked', () => {
    const rules = (count: number) => ({
      rules: Array.from({ length: count }, (_, index) => ({
        name: `r${index}`,
        when: { metadata: { [`key${index}`]: ['1'] } },
        then: { cheapest: true },
      })),
    });
    expect(problems(rules(50))).toEqual([]);
    expect(problems(rules(51))).toEqual([
      '/rules: must ask about at most 50 keys of metadata in all',
    ]);
  });

  it('takes no field that it does not know', () => {
    expect(problems(one({ if: {} }))).toHaveLength(1);
    expect(problems(one({ when: { bank: ['1007'] } }))).toHaveLength(1);
  });
});
