/** What a choice of a route costs, with few rules and many, beside json-rules-engine on the same rules. */
import { isDeepStrictEqual, parseArgs } from 'node:util';
import {
  checkRules,
  chooseRoute,
  compileRules,
  momentOf,
  rulingOn,
  type CompiledRules,
  type RoutingRules,
} from '@cauce/router';
import { median, progress } from './report.ts';
import {
  documentOf,
  paymentsOf,
  ROUTE_FACTS,
  worldsOf,
  type AskedPayment,
} from './routing-world.ts';
import { RulesEngine, type Ruling } from './rules-engine.ts';

const HELP = `Usage: npm run build && npx node bench/routing.ts [--seconds 1] [--rounds 5] [--payments 2000]

Choices of a route per second and the time within which 99 of 100 are made, with 10, 100 and 1,000 rules, in ratio to
json-rules-engine on the same rules and payments; and the milliseconds of a check of the rules. Before anything is
timed, payments are decided by both, and they have to agree on each rule.
`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    payments: { type: 'string', default: '2000' },
    help: { type: 'boolean', short: 'h' },
  },
});
const [seconds, rounds, count] = [values.seconds, values.rounds, values.payments].map(Number) as [
  number,
  number,
  number,
];
if (values.help === true || !(seconds > 0) || !(rounds > 0) || !(count > 0)) {
  process.stdout.write(HELP);
  process.exit(values.help === true ? 0 : 2);
}

const SIZES = [10, 100, 1_000];
const CHECKS = 3;
/** Rules of all payments together that answers are compared over: the reference needs tens of microseconds for each. */
const COMPARED_RULES = 200_000;

type Decide = (asked: AskedPayment) => unknown;

interface Timed {
  readonly perSecond: number;
  readonly p99Micros: number;
}

for (const size of SIZES) {
  const document = documentOf(size);
  const payments = paymentsOf(count, size);
  const checkMs = timeCheck(document);
  const rules = compileRules(1, document);
  const worlds = worldsOf(rules);
  const ours = ({ payment, moment }: AskedPayment) => {
    const world = worlds.get(moment);
    if (world === undefined) throw new Error('no world');
    return chooseRoute(payment, world);
  };
  const engine = new RulesEngine(document, ROUTE_FACTS);
  const theirs = (asked: AskedPayment) => engine.decide(asked);
  const compared = spread(payments, COMPARED_RULES / size);
  progress(`${size} rules: comparing ${compared.length} answers …`);
  const decisive = new Set<string>();
  for (const asked of compared) {
    for (const rule of compare(asked, rules, await engine.decide(asked))) decisive.add(rule);
  }
  progress(`${size} rules: ${decisive.size} decided something; ${rounds} rounds …`);
  const [mine, reference]: [Timed[], Timed[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const first = Math.floor((round * payments.length) / rounds);
    mine.push(await time(ours, payments, first));
    reference.push(await time(theirs, payments, first));
  }
  print(size, mine, reference, checkMs);
}

/**
 * Both have to come to the same: which rule puts a rail's routes in order, and which refuses each route. A choice
 * tells the rule only where it decided something, so that the ruling is compared that it was made by.
 *
 * @returns names of these rules
 */
function compare(
  { payment, moment }: AskedPayment,
  rules: CompiledRules,
  theirs: readonly Ruling[],
): readonly string[] {
  const ours = payment.methods.map((rail): Ruling => {
    const routes = ROUTE_FACTS.filter((one) => one.rail === rail).map(({ route }) => route);
    const { ordering, refused } = rulingOn(rail, routes, rules, payment, momentOf(moment.at));
    return { rail, ordering: ordering?.name ?? null, refused: Object.fromEntries(refused) };
  });
  if (isDeepStrictEqual(ours, theirs)) {
    return ours.flatMap(({ ordering, refused }) => [ordering ?? [], Object.values(refused)].flat());
  }
  const text = (value: unknown) =>
    JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? Number(one) : one));
  throw new Error(`answers differ for ${text(payment)}\n${text(ours)}\n${text(theirs)}`);
}

/** At most so many, from all over. */
function spread<T>(all: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, Math.ceil(all.length / most));
  return all.filter((_, index) => index % step === 0);
}

/** One after the other, the payments over and over from the given one on. */
async function time(
  decide: Decide,
  payments: readonly AskedPayment[],
  first: number,
): Promise<Timed> {
  const micros: number[] = [];
  const begun = performance.now();
  let now = begun;
  for (let index = first; now - begun < seconds * 1_000; index = (index + 1) % payments.length) {
    const before = performance.now();
    const answer = decide(payments[index] as AskedPayment);
    // What is there already is not waited for.
    if (answer instanceof Promise) await answer;
    now = performance.now();
    micros.push((now - before) * 1_000);
  }
  micros.sort((a, b) => a - b);
  return {
    perSecond: micros.length / ((now - begun) / 1_000),
    p99Micros: micros[Math.floor(micros.length * 0.99)] ?? Number.NaN,
  };
}

function timeCheck(document: RoutingRules): number {
  const checks = Array.from({ length: CHECKS }, () => {
    const before = performance.now();
    const problems = checkRules(document, ROUTE_FACTS);
    if (problems.length > 0) throw new Error(JSON.stringify(problems.slice(0, 5)));
    return { ms: performance.now() - before };
  });
  return median(checks, 'ms');
}

function print(
  size: number,
  mine: readonly Timed[],
  reference: readonly Timed[],
  checkMs: number,
): void {
  const figure = (of: keyof Timed, unit: string) => {
    const [value, theirs] = [median(mine, of), median(reference, of)];
    const ratio = value / theirs;
    const shown = ratio < 10 ? ratio.toPrecision(2) : ratio.toFixed(0);
    return `${value.toFixed(0)} ${unit} (${shown} × reference)`;
  };
  console.log(
    `${String(size).padStart(5)} rules   ${figure('perSecond', '/s')}   p99 ${figure('p99Micros', 'µs')}   check ${checkMs.toFixed(1)} ms`,
  );
}
