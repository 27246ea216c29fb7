/**
 * What a connector costs: CPU and allocations of issuing and of reading a status, per protocol, beside the
 * same HTTP requests sent with undici alone.
 */
import { parseArgs } from 'node:util';
import { balotoConfigSchema, balotoConnectors } from '@cauce/connector-baloto';
import { efectyConfigSchema, efectyConnectors } from '@cauce/connector-efecty';
import {
  providerAgent,
  type Connector,
  type IssueRequest,
  type ProviderRequest,
  type RouteUnderContract,
} from '@cauce/connector-kit';
import { pseConfigSchema, pseConnectors } from '@cauce/connector-pse';
import { readConfig } from '@cauce/config';
import { epaycoUnderContract } from '@cauce/provider-epayco/contract';
import { mercadopagoUnderContract } from '@cauce/provider-mercadopago/contract';
import { payuUnderContract } from '@cauce/provider-payu/contract';
import { payvalidaUnderContract, payvalidaWorld } from '@cauce/provider-payvalida/contract';
import { pseAvanzaUnderContract } from '@cauce/provider-pse-avanza/contract';
import { freePort } from '@cauce/testing';
import { BenchProcesses } from './bench-processes.ts';
import { costOf, printCost, type Cost } from './cost.ts';
import { progress } from './report.ts';
import { replay, Traced } from './traced-connector.ts';

const HELP = `Usage: npm run build && npx node bench/connectors.ts [--operations 300] [--rounds 5]

CPU (µs) and allocations (KiB) of this process for one operation of a connector, by protocol: issuing under a new
reference, and reading the status of a payment that waits. Ratios are to the same requests, sent with undici and
parsed with JSON.parse, in the same run. The pretend providers run in processes of their own.
`;

const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '300' },
    rounds: { type: 'string', default: '5' },
    help: { type: 'boolean', short: 'h' },
  },
});
const [operations, rounds] = [Number(values.operations), Number(values.rounds)];
if (values.help === true || !(operations > 0) || !(rounds > 0)) {
  process.stdout.write(HELP);
  process.exit(values.help === true ? 0 : 2);
}

type Env = Record<string, string>;

const processes = new BenchProcesses();
const { listener, account } = await payvalidaWorld('efecty');
const agent = providerAgent();
const [port, otherPort] = [await freePort(), await freePort()];
const [url, otherUrl] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${otherPort}`];
const environment = { BENCH_PAYVALIDA: JSON.stringify(account) };

const only = (connectors: readonly Connector[]): Connector => {
  const [connector] = connectors;
  if (connector === undefined) throw new Error('no route');
  return connector;
};
const efecty = (env: Env) => only(efectyConnectors(readConfig(efectyConfigSchema, env)));
const baloto = (env: Env) => only(balotoConnectors(readConfig(balotoConfigSchema, env)));
const pse = (env: Env) => only(pseConnectors(readConfig(pseConfigSchema, env)));
const bank = { bank: '1007' };

const ROUTES: readonly [RouteUnderContract, Partial<IssueRequest>][] = [
  [epaycoUnderContract(url, baloto), {}],
  [mercadopagoUnderContract(url, efecty), {}],
  [payvalidaUnderContract(url, 'efecty', efecty), {}],
  [payuUnderContract(url, efecty), {}],
  [pseAvanzaUnderContract(url, pse), bank],
];

try {
  progress('starting two sets of pretend providers …');
  for (const [name, at] of [
    ['providers', port],
    ['providers again', otherPort],
  ] as const) {
    const ready = { url: `http://127.0.0.1:${at}/` };
    await processes.start(name, ['bench/provider-server.ts', String(at)], environment, ready);
  }
  for (const [route, more] of ROUTES) {
    progress(`${route.protocol}: ${rounds} rounds of ${operations} …`);
    await measure(route, more);
  }
} finally {
  await listener.close();
  await agent.destroy();
  await processes.stop();
}

/** A round of ours, then one of the bare requests that it sent. */
async function measure(route: RouteUnderContract, more: Partial<IssueRequest>): Promise<void> {
  const traced = new Traced(route.connect(false), agent, more);
  const costs = { issue: [], bareIssue: [], read: [], bareRead: [] } as Record<string, Cost[]>;
  let [issueRequests, readRequests] = [0, 0];
  // The first round warms up.
  for (let round = 0; round <= rounds; round += 1) {
    const references: string[] = [];
    traced.sent.length = 0;
    const issue = await costOf(operations, async () => references.push(await traced.issue()));
    const issued = traced.sent.splice(0);
    const bareIssue = await costOf(operations, perOperation(issued));
    const read = await costOf(operations, (index) => traced.read(references[index] ?? ''));
    const asked = traced.sent.splice(0);
    const bareRead = await costOf(operations, perOperation(asked));
    if (round === 0) continue;
    [issueRequests, readRequests] = [issued.length / operations, asked.length / operations];
    for (const [name, cost] of Object.entries({ issue, bareIssue, read, bareRead })) {
      costs[name]?.push(cost);
    }
  }
  const { issue = [], bareIssue = [], read = [], bareRead = [] } = costs;
  printCost(`${route.protocol} issue`, issue, bareIssue, issueRequests);
  printCost(`${route.protocol} status`, read, bareRead, readRequests);
}

/** What was sent, cut into as many pieces as there were operations. */
function perOperation(sent: readonly ProviderRequest[]): (index: number) => Promise<void> {
  const share = sent.length / operations;
  return (index) =>
    replay(
      sent.slice(Math.round(index * share), Math.round((index + 1) * share)),
      url,
      otherUrl,
      agent,
    );
}
