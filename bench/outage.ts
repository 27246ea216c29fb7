/**
 * What an outage of one provider costs: how soon its traffic has moved, what creating costs meanwhile, and
 * what a payment costs that no route takes.
 */
import { parseArgs } from 'node:util';
import { openLoop, type LoadResult } from './open-loop.ts';
import { create, hang, issueCalls, operate, type Created } from './outage-client.ts';
import { startBenchSystem, type BenchSystem } from './bench-system.ts';
import { progress, report } from './report.ts';

const HELP = `Usage: npm run build && npx node bench/outage.ts [--seconds 20] [--rate 20]

Payments are created at a steady rate over two routes of one rail, with Cauce in one process. Then the provider of
one of them hangs. Latencies are ratios to creating on the other route while all is well; a payment that no route
takes any more is refused. Load comes from this process.
`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    rate: { type: 'string', default: '20' },
    help: { type: 'boolean', short: 'h' },
  },
});
const [SECONDS, RATE] = [Number(values.seconds), Number(values.rate)];
if (values.help === true || !(SECONDS > 0) || !(RATE > 0)) {
  process.stdout.write(HELP);
  process.exit(values.help === true ? 0 : 2);
}

/** The route whose provider hangs, and the one that takes over. */
const [HANGS, SERVES] = ['efecty.epayco', 'efecty.mercadopago'] as const;

/** Budget of one call of the route that hangs. */
const CALL_SECONDS = 2;

/** How far back a breaker looks. */
const WINDOW_SECONDS = 30;

const MOVED_WITHIN_MS = 60_000;

/** Of two equal routes a payment may take either: so many on one of them are no chance. */
const IN_A_ROW = 12;

const VARIABLES = {
  CAUCE_EFECTY_PROTOCOLS: 'epayco,mercadopago',
  CAUCE_MERCADOPAGO_ACCESS_TOKEN: 'TEST-5f6e7d8c9b0a1f2e3d4c',
  CAUCE_MERCADOPAGO_WEBHOOK_SECRETS: 'whsecret-of-nobody',
  CAUCE_MERCADOPAGO_COLLECTOR_ID: '700123456',
  CAUCE_EPAYCO_TIMEOUT_SECONDS: String(CALL_SECONDS),
  // What was never executed is rerouted while this runs, so that those calls are counted too.
  CAUCE_EPAYCO_VISIBILITY_SECONDS: '3',
  CAUCE_RESOLVE_SCHEDULE_SECONDS: '1,2,2,5',
  // Longer than the rest of the run: probes are another matter.
  CAUCE_BREAKER_OPEN_SECONDS: '600',
  CAUCE_BREAKER_MAX_OPEN_SECONDS: '600',
  CAUCE_EXPLORATION_PERCENT: '0',
};

/** The health of the route that hangs took it out of its turn; not only all its places in use. */
function hasMoved({ route, why }: Created): boolean {
  return route === SERVES && (why.get(HANGS) === 'breaker_open' || why.get(SERVES) === 'issuance');
}

/** A create that has to get its voucher on one route, and is tried on no other. */
const createOn = (system: BenchSystem, route: string) => async () => {
  const made = await create(system, 20);
  if (made.status !== 201 || made.route !== route || made.attempts !== 1) {
    throw new Error(`${made.status} on ${made.route} after ${made.attempts}`);
  }
};

/** A create that no route takes. */
const refused = (system: BenchSystem) => async () => {
  const { status } = await create(system, 20);
  if (status !== 503) throw new Error(`not refused: ${status}`);
};

/**
 * Creates at the rate until so many in a row come out as wanted that it is no chance.
 *
 * @returns requests, and seconds until the first of those in a row
 */
async function untilAll(
  system: BenchSystem,
  isWanted: (made: Created) => boolean,
): Promise<{ requests: number; seconds: number }> {
  const startedAt = performance.now();
  const running: Promise<unknown>[] = [];
  let inARow: number[] = [];
  while (inARow.length < IN_A_ROW) {
    const aheadMs = startedAt + (running.length * 1_000) / RATE - performance.now();
    if (aheadMs > 0) await new Promise((resolve) => setTimeout(resolve, aheadMs));
    if (performance.now() - startedAt > MOVED_WITHIN_MS) throw new Error('it has not moved');
    const created = create(system, 0).then((made) => {
      inARow = isWanted(made) ? [...inARow, performance.now()] : [];
    });
    running.push(created);
  }
  const [firstAt = Number.NaN] = inARow;
  await Promise.all(running);
  return { requests: running.length, seconds: (firstAt - startedAt) / 1_000 };
}

async function warmUp(system: BenchSystem): Promise<void> {
  const deadline = performance.now() + MOVED_WITHIN_MS;
  for (;;) {
    const { why } = await create(system, 20);
    if (why.has(HANGS) && why.has(SERVES)) break;
    if (performance.now() > deadline) throw new Error('a route is missing');
  }
  await openLoop(RATE, 3, () => create(system, 20).then(() => undefined));
}

progress('starting …');
const system = await startBenchSystem('one-process', { variables: VARIABLES });
try {
  await warmUp(system);
  progress(`all is well, ${SECONDS} s on each route`);
  await operate(system, `${SERVES}/drain`);
  const first: LoadResult[] = [await openLoop(RATE, SECONDS, createOn(system, HANGS))];
  await operate(system, `${SERVES}/restore`);
  await operate(system, `${HANGS}/drain`);
  const baseline: LoadResult[] = [await openLoop(RATE, SECONDS, createOn(system, SERVES))];
  await operate(system, `${HANGS}/restore`);
  progress(`${WINDOW_SECONDS} s on both routes, so that the breaker has seen the provider well`);
  await openLoop(RATE, WINDOW_SECONDS, () => create(system, 20).then(() => undefined));

  progress('one provider hangs');
  await issueCalls(system, 'DELETE');
  await hang(system);
  const moved = await untilAll(system, hasMoved);
  const during: LoadResult[] = [await openLoop(RATE, SECONDS, createOn(system, SERVES))];
  const requests = moved.requests + Math.round(RATE * SECONDS);
  const callsPerRequest = (await issueCalls(system)) / requests;

  progress('no route is left');
  await operate(system, `${SERVES}/drain`);
  // A route that is degraded moves its traffic before its breaker opens; without another one it opens now.
  await untilAll(system, ({ status }) => status === 503);
  const refusals: LoadResult[] = [await openLoop(RATE, SECONDS, refused(system))];

  console.log(`\nOpen loop at ${RATE}/s, ${SECONDS} s each, from the intended start`);
  report('reference: other route', baseline, baseline);
  report('route that will hang', first, baseline);
  report('other route, in outage', during, baseline);
  report('refused, 503', refusals, baseline);
  console.log(
    `\nMoved ${moved.seconds.toFixed(1)} s after the outage, of which ${CALL_SECONDS} s are the first time-out;` +
      ` ${callsPerRequest.toFixed(2)} provider calls per request in it`,
  );
} finally {
  await system.stop();
}
