import type { RoutedPayment, RouteFacts, RoutingRule, RoutingRules } from '@cauce/router';
import { Engine, type RuleProperties } from 'json-rules-engine';
import type { AskedPayment } from './routing-world.ts';

/** What rules say of one rail for one payment. */
export interface Ruling {
  readonly rail: string;
  /** Name of the rule that puts routes in order. */
  readonly ordering: string | null;
  /** Name of the rule that refuses it, by route. */
  readonly refused: Readonly<Record<string, string>>;
}

type Condition = { fact: string; operator: string; value: unknown } | { any: Condition[] };

/** What an event says of its rule: where it stands, and which routes it refuses; null where it puts them in order. */
interface Params {
  readonly at: number;
  readonly name: string;
  readonly refused: readonly string[] | null;
}

/**
 * A document of rules as json-rules-engine runs it: each rule's conditions as they are, and an event that says what
 * to do. As favourable as may be: an engine for each rail, with the rules that speak of it, as `compileRules` has
 * lists; facts are plain numbers and texts, without paths into objects; and calendars are not asked.
 */
export class RulesEngine {
  private readonly engines: ReadonlyMap<string, Engine>;

  constructor({ rules }: RoutingRules, routes: readonly RouteFacts[]) {
    const rails = [...new Set(routes.map(({ rail }) => rail))];
    this.engines = new Map(
      rails.map((rail) => {
        const names = routes.filter((one) => one.rail === rail).map(({ route }) => route);
        const own = rules.flatMap((rule, at) =>
          speaksOf(rule, rail) ? [toEngineRule(rule, at, names)] : [],
        );
        return [rail, new Engine(own, { allowUndefinedFacts: true })];
      }),
    );
  }

  async decide({ payment, moment }: AskedPayment): Promise<readonly Ruling[]> {
    const facts = factsOf(payment, moment);
    const rulings: Ruling[] = [];
    for (const rail of payment.methods) {
      const engine = this.engines.get(rail);
      if (engine === undefined) throw new Error(`no engine for ${rail}`);
      const { events } = await engine.run(facts);
      rulings.push(
        rulingOf(
          rail,
          events.map(({ params }) => params as Params),
        ),
      );
    }
    return rulings;
  }
}

/** Events come in the order in which their conditions were settled. */
function rulingOf(rail: string, held: Params[]): Ruling {
  held.sort((a, b) => a.at - b.at);
  const refused: Record<string, string> = {};
  for (const { name, refused: routes } of held) {
    for (const route of routes ?? []) refused[route] ??= name;
  }
  return { rail, ordering: held.find((one) => one.refused === null)?.name ?? null, refused };
}

function factsOf(
  { amount, merchantId, city, documentType, metadata }: RoutedPayment,
  { day, minute }: AskedPayment['moment'],
): Record<string, unknown> {
  const facts: Record<string, unknown> = {
    amount: Number(amount.minor),
    currency: amount.currency,
    merchant: merchantId,
    city,
    document: documentType,
    day,
    minute,
  };
  for (const [key, value] of Object.entries(metadata)) facts[`metadata ${key}`] = value;
  return facts;
}

function speaksOf({ when, then }: RoutingRule, rail: string): boolean {
  if (when.rails !== undefined && !when.rails.includes(rail)) return false;
  const named = [
    ...(then.allow ?? then.deny ?? then.prefer ?? []),
    ...(then.split ?? []).map(({ route }) => route),
  ];
  return named.length === 0 || named.some((route) => route.startsWith(`${rail}.`));
}

function toEngineRule(
  { name, when, then }: RoutingRule,
  at: number,
  names: readonly string[],
): RuleProperties {
  const { allow, deny } = then;
  const refused =
    allow !== undefined
      ? names.filter((route) => !allow.includes(route))
      : deny === undefined
        ? null
        : names.filter((route) => deny.includes(route));
  const params: Params = { at, name, refused };
  return {
    name,
    // Each is asked only where those before it hold: the engine asks those of one priority all together.
    conditions: {
      all: conditionsOf(when).map((one, index) => ({ ...one, priority: 100 - index })) as never[],
    },
    event: { type: 'holds', params },
  };
}

function conditionsOf(when: RoutingRule['when']): Condition[] {
  const { merchants, documents, amount, days, times, cities, metadata = {} } = when;
  const isIn = (fact: string, value: readonly string[] | undefined): Condition[] =>
    value === undefined ? [] : [{ fact, operator: 'in', value }];
  return [
    ...isIn('merchant', merchants),
    ...isIn('document', documents),
    ...(amount === undefined ? [] : amountConditions(amount)),
    ...isIn('day', days),
    ...(times === undefined ? [] : timeConditions(times)),
    ...isIn('city', cities),
    ...Object.entries(metadata).flatMap(([key, values]) => isIn(`metadata ${key}`, values)),
  ];
}

function amountConditions({ from, to }: NonNullable<RoutingRule['when']['amount']>): Condition[] {
  const least = { fact: 'amount', operator: 'greaterThanInclusive', value: from?.value };
  const most = { fact: 'amount', operator: 'lessThanInclusive', value: to?.value };
  return [
    { fact: 'currency', operator: 'equal', value: (from ?? to)?.currency },
    ...(from === undefined ? [] : [least]),
    ...(to === undefined ? [] : [most]),
  ];
}

function timeConditions({ from, to }: NonNullable<RoutingRule['when']['times']>): Condition[] {
  const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const begun = { fact: 'minute', operator: 'greaterThanInclusive', value: minuteOf(from) };
  const notOver = { fact: 'minute', operator: 'lessThan', value: minuteOf(to) };
  return begun.value < notOver.value ? [begun, notOver] : [{ any: [begun, notOver] }];
}
