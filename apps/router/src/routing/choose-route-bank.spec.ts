import { routedPayment, routeFacts, routingWorld } from '../fixtures/routed.js';
import { compileRules } from '../rules/compile-rules.js';
import { chooseRoute, PASSING, type RoutingWorld } from './choose-route.js';

const cop = (minor: bigint) => ({ minor, currency: 'COP' as const });
const byName = compileRules(4, {
  rules: [{ name: 'by-name', when: {}, then: { prefer: ['*.epayco', '*.payu'] } }],
});
const listing = [
  routeFacts('pse.payu', { bankCodes: new Set(['1007', '1507']) }),
  routeFacts('pse.epayco', { bankCodes: new Set(['1007']) }),
];

const choose = (
  payment: Parameters<typeof routedPayment>[0],
  world: Partial<RoutingWorld> = {},
  tried: readonly string[] = [],
) =>
  chooseRoute(
    routedPayment({ methods: ['pse'], ...payment }),
    routingWorld({ routes: listing, rules: byName, ...world }),
    new Set(tried),
  );

describe('a payment at a bank', () => {
  it.each([
    ['1007', 'pse.epayco', 'not_first'],
    ['1507', 'pse.payu', 'bank'],
    ['9999', null, 'bank'],
    [null, null, 'bank'],
  ])('%s goes to %s, and not to the other one because of %s', (bank, route, reason) => {
    const { chosen, candidates } = choose({ bank });
    expect(chosen?.route ?? null).toBe(route);
    expect(candidates.find((one) => !one.chosen)?.reason).toBe(reason);
  });

  it('goes to a route whose list is not known, whatever it is', () => {
    const routes = [...listing, routeFacts('pse.payvalida')];
    for (const bank of ['9999', null]) {
      expect(choose({ bank }, { routes }).chosen?.route).toBe('pse.payvalida');
    }
  });

  it('goes to no route that lacks it after the one that has it was tried', () => {
    const { chosen, candidates } = choose({ bank: '1507' }, {}, ['pse.payu']);
    expect(chosen).toBeNull();
    expect(candidates.map(({ reason }) => reason).sort()).toEqual(['bank', 'tried']);
  });

  it('goes to the next method where no route of this one has it', () => {
    const routes = [...listing, routeFacts('efecty.payu')];
    const { chosen } = choose({ methods: ['pse', 'efecty'], bank: '9999' }, { routes });
    expect(chosen?.route).toBe('efecty.payu');
  });

  it('is told of it after all else that lasts, and before what passes', () => {
    const first = (payment: Parameters<typeof routedPayment>[0], world: Partial<RoutingWorld>) => {
      const { candidates } = choose({ bank: '9999', ...payment }, world);
      return candidates.map(({ reason }) => reason);
    };
    const denied = compileRules(7, { rules: [{ name: 'r', when: {}, then: { deny: ['pse.*'] } }] });
    expect(first({ amount: cop(50n) }, {})).toEqual(['limit_min', 'limit_min']);
    expect(first({}, { rules: denied })).toEqual(['rule', 'rule']);
    const refusing = new Map([['pse.epayco', 'draining' as const]]);
    expect(first({}, { refusing })).toEqual(['bank', 'bank']);
  });

  it('is not worth asking for again', () => {
    expect(PASSING.has('bank')).toBe(false);
  });
});

describe('a payment whose payer has no way back', () => {
  const oneWay = { hasReturnUrl: false };
  const reasonsOf = (...asked: Parameters<typeof choose>) =>
    choose(...asked).candidates.map(({ reason }) => reason);

  it('goes to no bank, whether its list is known or not', () => {
    const routes = [...listing, routeFacts('pse.payvalida')];
    const asked = { ...oneWay, bank: '1007' };
    expect(choose(asked, { routes }).chosen).toBeNull();
    expect(reasonsOf(asked, { routes })).toEqual(['return_url', 'return_url', 'return_url']);
  });

  it('goes to cash as ever, first or second, and no further once that was tried', () => {
    const routes = [...listing, routeFacts('efecty.payu')];
    for (const methods of [
      ['efecty', 'pse'],
      ['pse', 'efecty'],
    ]) {
      const asked = { ...oneWay, bank: '1007', methods };
      expect(choose(asked, { routes }).chosen?.route).toBe('efecty.payu');
      expect(choose(asked, { routes }, ['efecty.payu']).chosen).toBeNull();
    }
  });

  it('is told of it after its bank and all else that lasts, and before what passes', () => {
    const asked = { ...oneWay, bank: '1507' };
    expect(reasonsOf(asked)).toEqual(['bank', 'return_url']);
    expect(reasonsOf({ ...asked, amount: cop(50n) })).toEqual(['limit_min', 'limit_min']);
    const refusing = new Map([['pse.payu', 'draining' as const]]);
    expect(reasonsOf(asked, { refusing })).toEqual(['bank', 'return_url']);
    expect(reasonsOf(asked, {}, ['pse.payu'])).toEqual(['bank', 'tried']);
  });

  it('is not worth asking for again', () => {
    expect(PASSING.has('return_url')).toBe(false);
  });
});
