import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CONTRACT_VERSION,
  runContract,
  worldProblem,
  type ContractReport,
  type ContractWorld,
} from '@cauce/connector-kit';
import { CommandRefused, UsageError, type Command, type CommandCall } from './command.js';
import { importPackage } from './plugins/load-plugins.js';

const ENTRY = 'contract';
const NAME_WIDTH = 14;

/** What `<package>/contract` exports: a world per route, opened one after another. */
interface ContractEntry {
  openContractWorlds(): Promise<readonly OpenWorld[]>;
}

type OpenWorld = ContractWorld & { close(): Promise<void> };

/** `cauce connector test <package>`: holds a package's connectors to the contract and writes a report. */
export const CONNECTOR_TEST: Command = {
  summary:
    'hold the connectors of a package to the contract, against the pretend\nprovider that its entry ./contract opens; 1 when a case failed',
  usage: '<package> [--report <folder>]',
  options: { report: { type: 'string' } },
  run: async (_env, call) => {
    const [name, ...more] = call.args;
    if (name === undefined || more.length > 0) throw new UsageError('name one package');
    const folder = call.options['report'];
    const worlds = await worldsOf(name);
    const reports: ContractReport[] = [];
    try {
      expectWhole(name, worlds);
      for (const world of worlds) reports.push(await held(world, call));
    } finally {
      for (const world of worlds) await world.close();
    }
    if (typeof folder === 'string') write(folder, name, reports, call);
    return reports.every(({ isPassed }) => isPassed) ? 0 : 1;
  },
};

async function worldsOf(name: string): Promise<readonly OpenWorld[]> {
  const entry = `${name}/${ENTRY}`;
  const exported = await importPackage(entry);
  if (typeof exported === 'string') throw new CommandRefused(`${entry} ${exported}.`);
  const { openContractWorlds } = exported as Partial<ContractEntry>;
  if (typeof openContractWorlds !== 'function') {
    throw new CommandRefused(`${entry} exports no function openContractWorlds.`);
  }
  const worlds = await openContractWorlds();
  if (worlds.length > 0) return worlds;
  throw new CommandRefused(`${entry} opens no world: there is no connector to test.`);
}

/** An entry of an earlier version of the contract is told so, instead of failing case by case. */
function expectWhole(name: string, worlds: readonly OpenWorld[]): void {
  for (const problem of worlds.map(worldProblem)) {
    if (problem !== null) throw new CommandRefused(`${name}/${ENTRY}: ${problem}.`);
  }
}

async function held(world: OpenWorld, { out }: CommandCall): Promise<ContractReport> {
  out.write(`${world.connector.route}\n`);
  const report = await runContract(world, (result) => {
    const { capability, name, failure, notOffered, durationMs } = result;
    const mark = notOffered !== null ? '--  ' : failure === null ? 'ok  ' : 'FAIL';
    const end = notOffered === null ? `${durationMs} ms` : `not offered: ${notOffered}`;
    out.write(`  ${mark} ${capability.padEnd(NAME_WIDTH)} ${name} (${end})\n`);
    if (failure !== null) out.write(`       ${failure.replaceAll('\n', '\n       ')}\n`);
  });
  out.write(`\n${summaryOf(report)}\n`);
  return report;
}

function summaryOf({ route, capabilities, isPassed }: ContractReport): string {
  const lines = capabilities.map(({ name, isOffered, isHeld, passed, failed, notOffered }) => {
    const broken = failed === 0 ? '' : `, ${failed} FAILED`;
    const rest = notOffered === 0 ? '' : `, ${notOffered} not offered`;
    const result = `${passed} passed${broken}${rest}`;
    const absent = isOffered ? 'not held here' : 'not offered';
    return `  ${name.padEnd(NAME_WIDTH)} ${isHeld ? result : absent}`;
  });
  const isWhole = capabilities.every(({ isOffered, isHeld }) => isHeld || !isOffered);
  const kept = isWhole ? 'keeps the contract' : 'keeps what is held here of the contract';
  const verdict = isPassed ? kept : 'does not keep the contract';
  return `${route} ${verdict}\n${lines.join('\n')}\n`;
}

function write(
  folder: string,
  name: string,
  reports: readonly ContractReport[],
  { out }: CommandCall,
): void {
  mkdirSync(folder, { recursive: true });
  const [json, text] = [join(folder, 'report.json'), join(folder, 'report.txt')];
  const body = { package: name, contract: CONTRACT_VERSION, at: new Date().toISOString(), reports };
  writeFileSync(json, `${JSON.stringify(body, null, 2)}\n`);
  const failures = reports.flatMap(({ cases }) => cases.filter(({ failure }) => failure !== null));
  const details = failures.map((one) => `${one.capability}: ${one.name}\n  ${one.failure}\n`);
  writeFileSync(text, [...reports.map(summaryOf), ...details].join('\n'));
  out.write(`${json}\n${text}\n`);
}
