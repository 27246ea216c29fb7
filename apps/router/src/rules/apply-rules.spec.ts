import fc from 'fast-check';
import { routedPayment } from '../fixtures/routed.js';
import { positionOf, rulingOn } from './apply-rules.js';
import { compileRules, type RuleAction } from './compile-rules.js';
import { momentOf } from './rule-payment.js';
import type { RoutingRule } from './routing-rules.schema.js';

const ROUTES = ['efecty.epayco', 'efecty.payu', 'efecty.payvalida'];
const moment = momentOf(new Date('2026-11-20T15:00:00Z'));

type RuleInput = Pick<RoutingRule, 'then'> & Partial<RoutingRule>;

/** What rules named r0, r1, … say of Efecty for a payment of a payer with a CC in Bogota. */
function ruling(...rules: RuleInput[]) {
  const named = rules.map((rule, index) => ({ name: `r${index}`, when: {}, ...rule }));
  const compiled = compileRules(1, { rules: named });
  const { refused, ordering } = rulingOn('efecty', ROUTES, compiled, routedPayment(), moment);
  return { refused: Object.fromEntries(refused), ordering: ordering?.name ?? null };
}

describe('rules that refuse', () => {
  it('all count, and each route is told the first that refused it', () => {
    expect(
      ruling(
        { then: { deny: ['efecty.payu'] } },
        { then: { allow: ['efecty.epayco', 'efecty.payu'] } },
        { then: { deny: ['*.payu'] } },
      ).refused,
    ).toEqual({ 'efecty.payu': 'r0', 'efecty.payvalida': 'r1' });
  });

  it('allow what every `allow` that holds allows', () => {
    expect(
      ruling(
        { then: { allow: ['efecty.epayco', 'efecty.payu'] } },
        { then: { allow: ['efecty.payu', 'efecty.payvalida'] } },
      ).refused,
    ).toEqual({ 'efecty.payvalida': 'r0', 'efecty.epayco': 'r1' });
  });

  it('say nothing where they do not hold, or of other rails', () => {
    const none = { refused: {}, ordering: null };
    expect(ruling({ when: { documents: ['NIT'] }, then: { deny: ['*.payu'] } })).toEqual(none);
    expect(ruling({ when: { rails: ['baloto'] }, then: { deny: ['*.payu'] } })).toEqual(none);
    expect(ruling({ then: { allow: ['baloto.payu'] } })).toEqual(none);
  });

  it('do not depend on their order', () => {
    const rules = fc.array(
      fc.record({
        then: fc.constantFrom<RoutingRule['then']>(
          { deny: ['efecty.payu'] },
          { deny: ['*.epayco'] },
          { allow: ['efecty.*'] },
          { allow: ['efecty.epayco', 'efecty.payu'] },
        ),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(rules, (given) => {
        const backwards = Object.keys(ruling(...[...given].reverse()).refused).sort();
        expect(backwards).toEqual(Object.keys(ruling(...given).refused).sort());
      }),
    );
  });
});

describe('rules that put routes in order', () => {
  it('are followed by the first that holds', () => {
    expect(
      ruling(
        { when: { documents: ['NIT'] }, then: { cheapest: true } },
        { when: { cities: ['Bogotá'] }, then: { prefer: ['efecty.payu'] } },
        { then: { cheapest: true } },
      ).ordering,
    ).toBe('r1');
  });

  it('stand apart from those that refuse', () => {
    expect(ruling({ then: { deny: ['*.payu'] } }, { then: { cheapest: true } })).toEqual({
      refused: { 'efecty.payu': 'r0' },
      ordering: 'r1',
    });
  });
});

describe('the place of a route', () => {
  const place = (action: RuleAction, route: string, cost: bigint | null = null, draw = 0.5) =>
    positionOf(action, route, { costOf: () => cost, drawOf: () => draw });

  it.each([
    ['efecty.payu', 0],
    ['efecty.epayco', 1],
    ['efecty.payvalida', Infinity],
  ])('by preference is that of the list, and after it what is not named: %s %s', (route, at) => {
    expect(place({ kind: 'prefer', routes: ['*.payu', 'efecty.epayco'] }, route)).toBe(at);
  });

  it('is the first that names it, where several do', () => {
    expect(place({ kind: 'prefer', routes: ['efecty.*', 'efecty.payu'] }, 'efecty.payu')).toBe(0);
  });

  it('by cost is the cost, and the end where nobody knows it', () => {
    expect(place({ kind: 'cheapest' }, 'efecty.payu', 120_000n)).toBe(120_000);
    expect(place({ kind: 'cheapest' }, 'efecty.payu')).toBe(Infinity);
  });

  it('by share comes sooner with more weight and a luckier draw', () => {
    const split = (weight: number): RuleAction => ({
      kind: 'split',
      shares: [
        { route: 'efecty.payu', weight },
        { route: 'efecty.epayco', weight: 1 },
      ],
    });
    expect(place(split(9), 'efecty.payu')).toBeLessThan(place(split(1), 'efecty.payu'));
    expect(place(split(1), 'efecty.payu', null, 0.9)).toBeLessThan(
      place(split(1), 'efecty.payu', null, 0.1),
    );
    expect(place(split(1), 'efecty.payvalida')).toBe(Infinity);
  });
});
