/**
 * What Cauce costs while nothing happens: CPU of six processes over Kafka, beside a bare kafkajs consumer
 * on the same broker.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startBenchSystem } from './bench-system.ts';
import { progress } from './report.ts';

const HELP = `Usage: npm run build && npx node bench/idle.ts [--seconds 30]

Percent of one core that each of six processes needs while nobody asks for anything: two routers, ledger,
reconciliation, a connector and the sandbox, over Kafka. Ratios are to a bare kafkajs consumer of one topic that
waits on the same broker. Linux only: it reads /proc.
`;

/** Starts have their own costs: groups settle, statements are planned. */
const SETTLE_SECONDS = 15;
const TICKS_PER_SECOND = 100;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    help: { type: 'boolean', short: 'h' },
  },
});
const seconds = Number(values.seconds);
if (values.help === true || !(seconds > 0)) {
  process.stdout.write(HELP);
  process.exit(values.help === true ? 0 : 2);
}

/** Seconds of CPU that a process has had, its user's and the system's. */
function cpuSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is a name in brackets and may hold spaces.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

const REFERENCE = 'bare kafkajs consumer';

progress('starting Kafka, PostgreSQL and the services …');
const system = await startBenchSystem('over-kafka', { withIdleConsumer: REFERENCE });
try {
  progress(`letting them settle for ${SETTLE_SECONDS} s, then looking for ${seconds} s …`);
  await delay(SETTLE_SECONDS * 1000);
  const before = new Map([...system.pids].map(([name, pid]) => [name, cpuSeconds(pid)]));
  const from = performance.now();
  await delay(seconds * 1000);
  const elapsed = (performance.now() - from) / 1000;
  const percents = new Map(
    [...system.pids].map(([name, pid]) => {
      const used = cpuSeconds(pid) - (before.get(name) ?? 0);
      return [name, (used / elapsed) * 100];
    }),
  );
  const reference = percents.get(REFERENCE) ?? Number.NaN;
  console.log(`Percent of one core, idle for ${elapsed.toFixed(0)} s`);
  for (const [name, percent] of percents) {
    if (name === 'reference') continue;
    const ratio = (percent / reference).toFixed(2);
    console.log(`${name.padEnd(24)} ${percent.toFixed(2)} %   (${ratio} × ${REFERENCE})`);
  }
} finally {
  await system.stop();
}
