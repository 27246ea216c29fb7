import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the command line says before any broker is started; libs/testing starts real ones. */

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cauce-kafka-tool-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function kafka(...args: string[]): { status: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(process.cwd(), 'tools', 'kafka', 'kafka.mjs'), ...args, '--data', folder],
    { encoding: 'utf8', env: { PATH: '/nonexistent' } },
  );
  return { status, text: stdout + stderr };
}

it.each([
  [[], 'There is no command'],
  [['begin'], 'There is no command begin'],
  [['start', '--brokers', '2'], '--brokers is one of 1, 3, not 2'],
  [['start', '--port', 'x'], '--port is not a number that can be used: x'],
  [['start', '--colour'], "Unknown option '--colour'"],
  [['kill'], 'kill which broker?'],
  [['stop', '1'], 'stop takes no 1'],
])('refuses %j', (args, text) => {
  const said = kafka(...args);
  expect(said.text).toContain(text);
  expect(said.status).toBe(2);
});

it('explains itself', () => {
  const said = kafka('--help');
  expect(said).toMatchObject({ status: 0, text: expect.stringContaining('--brokers 1|3') });
});

it('tells what to install where Java is missing', () => {
  const said = kafka('start');
  expect(said).toMatchObject({ status: 3, text: expect.stringContaining('Install ') });
});

it('knows a folder without a cluster', () => {
  expect(kafka('status').text).toContain('There is no cluster');
  expect(kafka('stop')).toMatchObject({ status: 0, text: 'No broker ran.\n' });
  expect(kafka('kill', '1').status).toBe(1);
});

it('ends no process that took over the pid of a broker', () => {
  const node = { id: 1, port: 1, controllerPort: 2 };
  writeFileSync(join(folder, 'cluster.json'), JSON.stringify({ clusterId: 'x', nodes: [node] }));
  mkdirSync(join(folder, 'broker-1'));
  const foreign = { pid: process.pid, startedAt: 'another boot:1' };
  writeFileSync(join(folder, 'broker-1', 'broker.pid'), JSON.stringify(foreign));
  expect(kafka('status').text).toContain('down');
  expect(kafka('kill', '1').status).toBe(0);
  expect(kafka('stop', '--now')).toMatchObject({ status: 0, text: 'No broker ran.\n' });
});

it('removes what it made and nothing else', () => {
  writeFileSync(join(folder, 'cluster.json'), JSON.stringify({ clusterId: 'x', nodes: [] }));
  writeFileSync(join(folder, 'mine.txt'), 'kept');
  expect(kafka('stop', '--remove').status).toBe(0);
  expect(readdirSync(folder)).toEqual(['mine.txt']);
  expect(readFileSync(join(folder, 'mine.txt'), 'utf8')).toBe('kept');
});
