import fc from 'fast-check';
import { DAY_KINDS } from '@cauce/calendar';
import { routedPayment, routeFacts } from '../fixtures/routed.js';
import { overlap } from './boxes.js';
import { compileRules } from './compile-rules.js';
import type { RoutedPayment, RuleMoment } from './rule-payment.js';
import { RuleSpace } from './rule-space.js';
import type { RoutingRules, RuleConditions } from './routing-rules.schema.js';

const cop = (value: number) => ({ value, currency: 'COP' as const });

const conditions: fc.Arbitrary<RuleConditions> = fc.record(
  {
    amount: fc.constantFrom({ from: cop(500) }, { to: cop(700) }, { from: cop(600), to: cop(900) }),
    merchants: fc.constantFrom(['mer_1'], ['mer_1', 'mer_2']),
    cities: fc.constantFrom(['Bogotá'], ['Cali', 'Tunja']),
    documents: fc.constantFrom(['CC' as const], ['NIT' as const, 'CE' as const]),
    days: fc.constantFrom(['holiday' as const, 'sunday' as const], ['weekday' as const]),
    times: fc.constantFrom({ from: '08:00', to: '18:00' }, { from: '22:00', to: '05:30' }),
    metadata: fc.constantFrom<Record<string, string[]>>({ a: ['1'] }, { a: ['2', '3'], b: ['1'] }),
  },
  { requiredKeys: [] },
);

const payments: fc.Arbitrary<RoutedPayment> = fc
  .record({
    amount: fc
      .constantFrom(1n, 499n, 500n, 600n, 700n, 701n, 900n, 901n)
      .map((minor) => ({ minor, currency: 'COP' as const })),
    merchantId: fc.constantFrom('mer_1', 'mer_2', 'mer_3'),
    city: fc.constantFrom('bogota', 'cali', 'pasto'),
    documentType: fc.constantFrom('CC' as const, 'NIT' as const, 'TI' as const),
    metadata: fc.constantFrom<Record<string, string>>(
      {},
      { a: '1' },
      { a: '2', b: '1' },
      { b: '9' },
    ),
  })
  .map(routedPayment);

const moments: fc.Arbitrary<RuleMoment> = fc.record({
  dayKind: fc.constantFrom(...DAY_KINDS),
  minute: fc.constantFrom(0, 329, 330, 479, 480, 1_079, 1_080, 1_319, 1_320, 1_439),
});

function documentOf(all: readonly RuleConditions[]): RoutingRules {
  return {
    rules: all.map((when, index) => ({ name: `r${index}`, when, then: { cheapest: true } })),
  };
}

/** Conditions that hold for one payment at one moment, and no other that rules could tell apart. */
function exactly(payment: RoutedPayment, { dayKind, minute }: RuleMoment): RuleConditions {
  const at = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const value = cop(Number(payment.amount.minor));
  return {
    amount: { from: value, to: value },
    ...(payment.merchantId === null ? {} : { merchants: [payment.merchantId] }),
    ...(payment.city === null ? {} : { cities: [payment.city] }),
    ...(payment.documentType === null ? {} : { documents: [payment.documentType] }),
    days: [dayKind],
    times: { from: at(minute), to: at(minute + 1) },
  };
}

describe('the space of payments', () => {
  it('has a payment in the box of conditions that hold for it, and in no other', () => {
    fc.assert(
      fc.property(
        fc.array(conditions, { minLength: 1, maxLength: 4 }),
        payments,
        moments,
        (all, payment, moment) => {
          const own = exactly(payment, moment);
          const asked = Object.fromEntries(
            Object.entries(payment.metadata).map(([key, value]) => [key, [value]]),
          );
          const point = { ...own, ...(Object.keys(asked).length > 0 && { metadata: asked }) };
          // A key that the payment does not have is one that no condition may ask about here.
          const askable = all.filter(({ metadata = {} }) =>
            Object.keys(metadata).every((key) => key in payment.metadata),
          );
          const space = new RuleSpace(documentOf([...askable, point]), []);
          for (const when of askable) {
            const [rule] = compileRules(1, documentOf([when])).of('efecty');
            const isIn = overlap(space.of(when), space.of(point)) !== null;
            expect(isIn).toBe(rule?.holds(payment, moment));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is cut where a route’s limits are', () => {
    const route = routeFacts('efecty.epayco', { documents: ['CC'] });
    const when = (from: number, to: number) => ({ amount: { from: cop(from), to: cop(to) } });
    const inside = when(100_000, 600_000_000);
    const below = when(1, 99_999);
    const above = when(600_000_001, 700_000_000);
    const space = new RuleSpace(documentOf([inside, below, above]), [route]);
    const [taken = []] = space.takenBy(route);
    expect(overlap(space.of(inside), taken)).not.toBeNull();
    expect(overlap(space.of(below), taken)).toBeNull();
    expect(overlap(space.of(above), taken)).toBeNull();
    expect(overlap(space.of({ documents: ['NIT'] }), taken)).toBeNull();
  });

  it('is cut where a route opens and closes, on each kind of day', () => {
    const times = { opens: '08:00', closes: '20:00' };
    const hours = { weekday: times, saturday: times, sunday: null, holiday: null };
    const route = routeFacts('efecty.epayco', { hours });
    const night: RuleConditions = { times: { from: '20:00', to: '08:00' } };
    const sunday: RuleConditions = { days: ['sunday'] };
    const space = new RuleSpace(documentOf([night, sunday]), [route]);
    const takes = (when: RuleConditions) =>
      space.takenBy(route).some((taken) => overlap(space.of(when), taken) !== null);
    expect([takes(night), takes(sunday), takes({}), takes({ days: ['saturday'] })]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('says in words what a payment of a box is like', () => {
    const when: RuleConditions = {
      merchants: ['mer_1'],
      amount: { from: cop(8_500_000) },
      times: { from: '22:00', to: '06:00' },
      metadata: { plan: ['gold'] },
    };
    const space = new RuleSpace(documentOf([when]), []);
    expect(space.example(space.of(when))).toBe(
      'a payment with merchant mer_1, amount 8500000 COP, time 00:00, metadata plan gold',
    );
    expect(space.example(space.all)).toBe('any payment');
  });
});
