import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient, until } from './api-client.js';

const MAIN = join(process.cwd(), 'apps', 'cauce', 'dist', 'main.js');

interface Run {
  readonly child: ChildProcess;
  readonly text: () => string;
  readonly ended: Promise<number | null>;
}

function run(args: string[], env: Record<string, string>): Run {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, text: () => text, ended };
}

async function printed(one: Run, wanted: string): Promise<void> {
  await until(
    async () => ({ text: one.text(), code: one.child.exitCode }),
    ({ text, code }) => text.includes(wanted) || code !== null,
    60_000,
  );
  if (!one.text().includes(wanted)) throw new Error(`never printed "${wanted}":\n${one.text()}`);
}

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

describe('the command line on its embedded default', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cauce-start-'));
  let env: Record<string, string>;
  const running: Run[] = [];

  beforeAll(async () => {
    env = {
      CAUCE_DATA_DIR: dataDir,
      CAUCE_HTTP_PORT: await freePort(),
      CAUCE_SANDBOX_PORT: await freePort(),
      CAUCE_LOG_LEVEL: 'error',
    };
  });
  afterAll(async () => {
    for (const one of running.filter((other) => other.child.exitCode === null)) {
      one.child.kill('SIGTERM');
      await one.ended;
    }
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  const start = async () => {
    const one = run(['start'], env);
    running.push(one);
    await printed(one, 'Cauce is running.');
    return one;
  };
  const api = () => {
    const keys = JSON.parse(readFileSync(join(dataDir, 'dev-keys.json'), 'utf8'));
    return new ApiClient(`http://127.0.0.1:${env['CAUCE_HTTP_PORT']}`, keys.apiKey);
  };

  it('starts, refuses a second instance, survives kill -9 and finds its data again', async () => {
    const first = await start();
    expect(first.text()).toMatch(/Test key {2}cauce_test_/);
    const { payment } = await api().createWithVoucher();

    const second = run(['start'], {
      ...env,
      CAUCE_HTTP_PORT: await freePort(),
      CAUCE_SANDBOX_PORT: await freePort(),
    });
    expect(await second.ended).toBe(1);
    expect(second.text()).toMatch(/in use|already|another/i);

    first.child.kill('SIGKILL');
    await first.ended;
    const again = await start();
    expect((await api().payment(payment.id)).status).toBe('awaiting_payment');
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(0);
  }, 150_000);

  it('names every wrong variable at once and ends with 1', async () => {
    const wrong = run(['start'], {
      CAUCE_DATA_DIR: dataDir,
      CAUCE_HTTP_PORT: 'eighty',
      CAUCE_LOG_LEVEL: 'loud',
      CAUCE_EXPIRY_GRACE_SECONDS: 'never',
    });
    expect(await wrong.ended).toBe(1);
    for (const name of ['CAUCE_HTTP_PORT', 'CAUCE_LOG_LEVEL', 'CAUCE_EXPIRY_GRACE_SECONDS']) {
      expect(wrong.text()).toContain(name);
    }
  }, 30_000);

  it('explains a command that does not exist', async () => {
    const wrong = run(['dance'], {});
    expect(await wrong.ended).toBe(2);
    expect(wrong.text()).toContain('Usage');
  }, 30_000);

  it('tells the demo, and every step holds', async () => {
    const demo = run(['demo'], { CAUCE_LOG_LEVEL: 'error', CAUCE_HTTP_PORT: await freePort() });
    const code = await demo.ended;
    expect({ code, text: demo.text() }).toMatchObject({ code: 0 });
    expect(demo.text()).not.toContain('✗');
  }, 150_000);
});
