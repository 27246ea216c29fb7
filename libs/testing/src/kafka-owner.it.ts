import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWithKafkaCluster, eventually, startScript } from './index.js';

/** A Jest of three lines: it says what became of a suite. */
const SUITE = `
  globalThis.describe = (name, body) => { console.log('ran', name); body(); };
  globalThis.describe.skip = (name) => console.log('skipped', name);
  globalThis.it = (name, body) => { try { body(); } catch (error) { console.log('failed', error.message); } };
  const { describeWithKafkaCluster } = await import('@cauce/testing');
  describeWithKafkaCluster('a suite', () => undefined);`;

function isOpen(address: string): Promise<boolean> {
  const [host = '', port] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect(Number(port), host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => socket.destroy()).unref();
  });
}

describeWithKafkaCluster('a broker whose process was killed', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cauce-testing-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['(await KafkaCluster.start()).bootstrap', 'await kafkaForTests()'])(
    'is cleared away, data and all: %s',
    async (start) => {
      const run = startScript(
        `const { KafkaCluster, kafkaForTests } = await import('@cauce/testing');
         console.log('serves on ' + (${start}) + '.');
         setInterval(() => {}, 1000);`,
        { TMPDIR: folder },
      );
      const [, address = ''] = await run.printed(/serves on (\S+)\./);
      expect(await isOpen(address)).toBe(true);
      await run.kill();
      await eventually(async () => !(await isOpen(address)));
      await eventually(() => expect(readdirSync(folder)).toEqual([]));
    },
    60_000,
  );
});

describe('a suite that needs Kafka where Java is missing', () => {
  it('is skipped, with the command that installs it', async () => {
    const run = startScript(SUITE, { PATH: '/nonexistent' });
    expect(await run.ended).toBe(0);
    expect(run.text).toContain('skipped a suite');
    expect(run.text).toMatch(/SKIPPED: a suite[^]*Install /);
  }, 30_000);

  it('fails where CI is true', async () => {
    const run = startScript(SUITE, { PATH: '/nonexistent', CI: 'true' });
    expect(await run.ended).toBe(0);
    expect(run.text).toContain('ran a suite');
    expect(run.text).toMatch(/failed [^]*Install /);
    expect(run.text).not.toContain('skipped');
  }, 30_000);
});
