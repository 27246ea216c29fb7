/**
 * How fast payments are created, and how fast a callback is in the ledger: each as a ratio to a bare
 * Fastify handler that does one durable INSERT into the same PostgreSQL, measured in the same run.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { newOrder } from './order.ts';
import { openLoop, saturate, type LoadResult } from './open-loop.ts';
import { startBenchSystem, type BenchSystem } from './bench-system.ts';
import { median, progress, report } from './report.ts';

const HELP = `Usage: npm run build && npx node bench/create.ts [--kafka] [--seconds 5] [--rounds 3]

Payments created a second until the voucher is there, and callbacks until their entries are in the ledger, with
Cauce in one process or, with --kafka, every service in its own (two routers; load goes to one) over Kafka.
Ratios are to one durable INSERT. Load comes from this process.
`;

const { values } = parseArgs({
  options: {
    kafka: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    help: { type: 'boolean', short: 'h' },
  },
});
const SECONDS = Number(values.seconds);
const ROUNDS = Number(values.rounds);
if (values.help === true || !(SECONDS > 0) || !(ROUNDS >= 1)) {
  process.stdout.write(HELP);
  process.exit(values.help === true ? 0 : 2);
}
const WORKERS = 16;

/** Share of the slower side's saturation at which latency is taken: loaded, not drowned. */
const LATENCY_LOAD = 0.5;

const HEADERS = { 'content-type': 'application/json' };

const order = () => JSON.stringify(newOrder());

async function post(url: string, headers: Record<string, string>, body: string, expected: number) {
  const response = await fetch(url, { method: 'POST', headers: { ...HEADERS, ...headers }, body });
  const text = await response.text();
  if (response.status !== expected) throw new Error(`${response.status} ${text.slice(0, 200)}`);
  return JSON.parse(text);
}

const reference = (system: BenchSystem) => () =>
  post(`${system.referenceUrl}/insert`, {}, order(), 201).then(() => undefined);

const create = (system: BenchSystem) => () =>
  post(
    `${system.apiUrl}/v1/payments`,
    {
      authorization: `Bearer ${system.apiKey}`,
      'idempotency-key': randomUUID(),
      prefer: 'wait=20',
    },
    order(),
    201,
  ).then(() => undefined);

/** One callback, from the till to the posted entry as the ledger's own API shows it. */
function callbackToLedger(system: BenchSystem, vouchers: { id: string; code: string }[]) {
  return async (index: number) => {
    const voucher = vouchers[index];
    if (voucher === undefined) throw new Error('out of vouchers');
    await post(
      `${system.sandboxUrl}/sandbox/till/pay`,
      {},
      JSON.stringify({ code: voucher.code }),
      200,
    );
    const deadline = performance.now() + 30_000;
    for (;;) {
      const response = await fetch(
        `${system.ledgerUrl}/v1/ledger/transactions?payment=${voucher.id}`,
        {
          headers: { authorization: `Bearer ${system.operatorKey}` },
        },
      );
      const { data } = (await response.json()) as { data?: unknown[] };
      if ((data?.length ?? 0) > 0) return;
      if (performance.now() > deadline) throw new Error('not in the ledger');
      await delay(2);
    }
  };
}

async function makeVouchers(system: BenchSystem, count: number) {
  const vouchers: { id: string; code: string }[] = [];
  while (vouchers.length < count) {
    const batch = Math.min(WORKERS, count - vouchers.length);
    const made = await Promise.all(
      Array.from({ length: batch }, () =>
        post(
          `${system.apiUrl}/v1/payments`,
          {
            authorization: `Bearer ${system.apiKey}`,
            'idempotency-key': randomUUID(),
            prefer: 'wait=20',
          },
          order(),
          201,
        ),
      ),
    );
    vouchers.push(...made.map((one) => ({ id: one.id, code: one.instruction.code })));
  }
  return vouchers;
}

progress('starting …');
const system = await startBenchSystem(values.kafka ? 'over-kafka' : 'one-process');
try {
  await saturate(4, 2, create(system));
  await saturate(4, 1, reference(system));
  const full: Record<'reference' | 'create', LoadResult[]> = { reference: [], create: [] };
  const half: Record<'reference' | 'create' | 'callback', LoadResult[]> = {
    reference: [],
    create: [],
    callback: [],
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    progress(`round ${round + 1} of ${ROUNDS}, saturated`);
    full.reference.push(await saturate(WORKERS, SECONDS, reference(system)));
    full.create.push(await saturate(WORKERS, SECONDS, create(system)));
  }
  const rate = Math.max(1, median(full.create, 'perSecond') * LATENCY_LOAD);
  const callbackRate = Math.max(1, rate / 2);
  for (let round = 0; round < ROUNDS; round += 1) {
    progress(`round ${round + 1} of ${ROUNDS}, at ${rate.toFixed(0)}/s`);
    half.reference.push(await openLoop(rate, SECONDS, reference(system)));
    half.create.push(await openLoop(rate, SECONDS, create(system)));
    const vouchers = await makeVouchers(system, Math.ceil(callbackRate * SECONDS));
    half.callback.push(await openLoop(callbackRate, SECONDS, callbackToLedger(system, vouchers)));
  }
  console.log(`\nSaturated, ${WORKERS} at a time, ${ROUNDS} rounds of ${SECONDS} s, medians`);
  report('reference (one INSERT)', full.reference, full.reference);
  report('create', full.create, full.reference);
  console.log(
    `\nOpen loop at ${rate.toFixed(0)}/s, callbacks at ${callbackRate.toFixed(0)}/s, from the intended start`,
  );
  report('reference (one INSERT)', half.reference, half.reference);
  report('create', half.create, half.reference);
  report('callback → ledger', half.callback, half.reference);
} finally {
  await system.stop();
}
