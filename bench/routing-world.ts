import type { DayKind } from '@cauce/calendar';
import { DOCUMENT_TYPES } from '@cauce/contracts';
import {
  routingRules,
  type RoutedPayment,
  type RouteFacts,
  type RoutingRule,
  type RoutingRules,
  type RoutingWorld,
} from '@cauce/router';

/** Routes of each rail. Rules never refuse the first one, so that every payment has a route. */
const ROUTES = {
  efecty: ['efecty.epayco', 'efecty.payu', 'efecty.payvalida', 'efecty.mercadopago'],
  baloto: ['baloto.epayco', 'baloto.payu', 'baloto.payvalida'],
  pse: ['pse.pse_avanza', 'pse.epayco', 'pse.payu'],
} as const;
const RAILS = ['efecty', 'baloto', 'pse'] as const;

/** Banks of PSE: each of its routes lists them all, so that none is passed over for one. */
const BANKS = Array.from({ length: 40 }, (_, index) => String(1_000 + index));

/** An instant, and the same as rules speak of it. */
export interface Moment {
  readonly at: Date;
  readonly day: DayKind;
  /** Since midnight in Bogota. */
  readonly minute: number;
}

/** A Friday, a Saturday, a Sunday and a holiday: at night, in the morning and in the evening. */
export const MOMENTS: readonly Moment[] = (
  [
    ['2026-11-20', 'weekday'],
    ['2026-11-21', 'saturday'],
    ['2026-11-22', 'sunday'],
    ['2026-12-08', 'holiday'],
  ] as const
).flatMap(([date, day]) =>
  [3, 10, 20].map((hour) => ({
    at: new Date(`${date}T${String(hour).padStart(2, '0')}:30:00-05:00`),
    day,
    minute: hour * 60 + 30,
  })),
);

/** Numbers in [0, 1), the same in every run. @source mulberry32 */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const merchant = (index: number) => `mer_${String(index).padStart(5, '0')}`;
const town = (index: number) => `municipio ${index}`;
const pesos = (value: number) => ({ value: value * 100, currency: 'COP' });

/**
 * The rules of a platform: most of them agreements with one merchant, towns, campaigns, and what is refused to whom;
 * at the end what holds for everybody.
 *
 * @param count at least ten
 */
export function documentOf(count: number): RoutingRules {
  const own = Array.from({ length: count - 2 }, (_, index) => ruleOf(index));
  const split = [
    { route: 'efecty.epayco', weight: 60 },
    { route: 'efecty.payu', weight: 40 },
  ];
  const last = [
    { name: 'small-amounts', when: { amount: { to: pesos(50_000) } }, then: { split } },
    { name: 'rest', then: { cheapest: true as const } },
  ];
  return routingRules.parse({ rules: [...own, ...last] });
}

/** One of eight kinds of rules, on merchants, towns and campaigns that it has for itself. */
function ruleOf(index: number): Omit<RoutingRule, 'when'> & { when: object } {
  const own = Math.floor(index / 8);
  const rail = RAILS[index % RAILS.length] ?? 'efecty';
  const [safe, other, third] = ROUTES[rail];
  const merchants = [merchant(3 * own), merchant(3 * own + 1)];
  const kinds = [
    { when: { merchants }, then: { prefer: [other, safe] } },
    {
      when: { rails: [rail], cities: [town(2 * own), town(2 * own + 1)] },
      then: { split: [safe, third].map((route, at) => ({ route, weight: 3 - at })) },
    },
    {
      when: { cities: [town(2 * own + 1)], amount: { from: pesos(200_000) } },
      then: { deny: [other] },
    },
    {
      when: { metadata: { channel: ['app', 'web'], campaign: [`campaign ${own}`] } },
      then: { prefer: [third] },
    },
    {
      when: {
        merchants: [merchant(3 * own + 2)],
        days: ['saturday', 'sunday', 'holiday'],
        times: { from: '18:00', to: '06:00' },
      },
      then: { cheapest: true as const },
    },
    {
      when: { documents: ['NIT', 'CE'], merchants, amount: { to: pesos(3_000_000) } },
      then: { deny: [third] },
    },
    {
      when: { rails: [rail], merchants: [merchant(3 * own + 2)], metadata: { channel: ['kiosk'] } },
      then: { allow: [safe, third] },
    },
    {
      when: { metadata: { campaign: [`campaign ${own}`] }, times: { from: '08:00', to: '12:00' } },
      then: { split: [safe, other].map((route) => ({ route, weight: 1 })) },
    },
  ] as const;
  const kind = kinds[index % kinds.length] ?? kinds[0];
  return { name: `rule-${index}`, when: kind.when, then: kind.then as RoutingRule['then'] };
}

/** A payment, and when it is decided. */
export interface AskedPayment {
  readonly payment: RoutedPayment;
  readonly moment: Moment;
}

/**
 * Payments of merchants, towns and campaigns that rules speak of, and of some that none does, in the order in which they
 * come.
 *
 * @param count how many
 * @param ruleCount of the document that they are decided by
 */
export function paymentsOf(count: number, ruleCount: number): readonly AskedPayment[] {
  const random = seeded(7);
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <T>(all: readonly T[], fallback: T): T => all[below(all.length)] ?? fallback;
  const own = Math.ceil(ruleCount / 8);
  return Array.from({ length: count }, (_, index) => {
    const methods = [...RAILS].sort(() => random() - 0.5).slice(0, 1 + below(3));
    const metadata: Record<string, string> = random() < 0.5 ? {} : { cart: String(index) };
    if (random() < 0.6) metadata['channel'] = pick(['app', 'web', 'kiosk'], 'app');
    if (random() < 0.6) metadata['campaign'] = `campaign ${below(own + 1)}`;
    // From $ 2.000 to $ 5.000.000, small amounts as often as large ones.
    const minor = BigInt(Math.round(2_000 * 2_500 ** random())) * 100n;
    const payment: RoutedPayment = {
      id: `pay_${index}`,
      merchantId: merchant(below(3 * own + 3)),
      methods,
      amount: { minor, currency: 'COP' },
      city: random() < 0.1 ? null : town(below(2 * own + 2)),
      documentType: pick([...DOCUMENT_TYPES, null], null),
      bank: BANKS[index % BANKS.length] ?? null,
      hasReturnUrl: true,
      metadata,
    };
    return { payment, moment: MOMENTS[Math.floor((index * MOMENTS.length) / count)] as Moment };
  });
}

const cop = (minor: bigint) => ({ minor, currency: 'COP' as const });

/** Every route, able to take every payment; each has fees of its own. */
export const ROUTE_FACTS: readonly RouteFacts[] = RAILS.flatMap((rail) =>
  ROUTES[rail].map((route, index) => ({
    route,
    rail,
    minimum: cop(100_000n),
    maximum: cop(800_000_000n),
    step: cop(100n),
    hours: null,
    documents: null,
    bankCodes: rail === 'pse' ? new Set(BANKS) : null,
    fees: {
      fixed: cop(90_000n - 20_000n * BigInt(index)),
      bps: 150 + 40 * index,
      ivaBps: 1_900,
      tiers: [],
    },
  })),
);

/** A world in which no route is refused for anything but rules, and routes differ in what they convert. */
export function worldsOf(rules: RoutingWorld['rules']): ReadonlyMap<Moment, RoutingWorld> {
  const preference = {
    degraded: new Set<string>(),
    behind: new Set(['pse.payu']),
    scores: new Map(ROUTE_FACTS.map(({ route }, index) => [route, 1 - (index % 3) * 0.1])),
    paidThisMonth: () => 0,
    explorationShare: 0.02,
  };
  const same = { routes: ROUTE_FACTS, rules, refusing: new Map(), preference };
  return new Map(MOMENTS.map((moment) => [moment, { ...same, at: moment.at }]));
}
