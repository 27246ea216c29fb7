import fc from 'fast-check';
import { routedPayment } from '../fixtures/routed.js';
import { compileRules } from './compile-rules.js';
import { momentOf } from './rule-payment.js';
import type { RuleConditions } from './routing-rules.schema.js';

const friday = momentOf(new Date('2026-11-20T15:00:00Z'));

const some = (values: readonly string[]) =>
  fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined });

/** Few values, so that rules and payments often meet. */
const conditions = fc
  .record({
    merchants: some(['mer_1', 'mer_2', 'mer_3']),
    cities: some(['Bogotá', 'CALI', 'Tunja']),
    channel: some(['app', 'web', '']),
    plan: some(['gold', 'silver']),
    documents: some(['CC', 'NIT']),
  })
  .map(({ channel, plan, ...other }) => {
    const metadata = { ...(channel && { channel }), ...(plan && { plan }) };
    const when = { ...other, ...(channel || plan ? { metadata } : {}) };
    return Object.fromEntries(
      Object.entries(when).filter(([, value]) => value !== undefined),
    ) as RuleConditions;
  });

const payments = fc
  .record({
    merchantId: fc.constantFrom(null, 'mer_1', 'mer_2', 'mer_4'),
    city: fc.constantFrom(null, 'bogota', 'cali', 'pasto'),
    documentType: fc.constantFrom('CC' as const, 'NIT' as const, null),
    metadata: fc.dictionary(
      fc.constantFrom('channel', 'plan', 'cart'),
      fc.constantFrom('app', '', 'gold'),
    ),
  })
  .map((payment) => routedPayment(payment));

const compiled = (all: readonly RuleConditions[]) =>
  compileRules(1, {
    rules: all.map((when, index) => ({ name: `r${index}`, when, then: { cheapest: true } })),
  });

describe('rules that are looked up for a payment', () => {
  it('are all of those that hold, in the order of the document', () => {
    fc.assert(
      fc.property(fc.array(conditions, { maxLength: 12 }), payments, (all, payment) => {
        const rules = compiled(all);
        const held = (some: ReturnType<typeof rules.of>) =>
          some.filter((rule) => rule.holds(payment, friday)).map(({ name }) => name);
        expect(held(rules.about('efecty', payment))).toEqual(held(rules.of('efecty')));
      }),
    );
  });

  it('are not those of other merchants, cities or metadata', () => {
    const others = Array.from({ length: 100 }, (_, index) => [
      { merchants: [`mer_${index}`], cities: ['Bogotá'] },
      { cities: [`Municipio ${index}`], documents: ['CC' as const] },
      { metadata: { channel: ['app'], campaign: [`campaign ${index}`] } },
    ]).flat();
    const rules = compiled([{ documents: ['NIT'] }, ...others, {}]);
    const metadata = { channel: 'app', campaign: 'campaign 5' };
    const payment = routedPayment({ merchantId: 'mer_7', city: 'municipio 9', metadata });
    const found = rules.about('efecty', payment).map(({ name }) => name);
    expect(found).toEqual(['r0', 'r18', 'r22', 'r29', 'r301']);
  });

  it('are only those without such conditions where the payment has none of it', () => {
    const rules = compiled([{ merchants: ['mer_1'] }, {}, { metadata: { toString: ['a'] } }]);
    const payment = routedPayment({ merchantId: null, city: null });
    expect(rules.about('efecty', payment).map(({ name }) => name)).toEqual(['r1']);
  });
});
