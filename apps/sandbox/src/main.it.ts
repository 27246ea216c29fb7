import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startScript } from '@cauce/testing';
import { KEYS } from './fixtures/sandbox-under-test.js';
import { startSandbox } from './start-sandbox.js';

const MAIN = `await import(${JSON.stringify(new URL('./main.ts', import.meta.url).href)})`;

describe('a sandbox that runs alone', () => {
  const environment = {
    CAUCE_SANDBOX_PORT: '0',
    CAUCE_EPAYCO_PUBLIC_KEY: KEYS.publicKey,
    CAUCE_EPAYCO_PRIVATE_KEY: KEYS.privateKey,
    CAUCE_EPAYCO_CUSTOMER_ID: KEYS.customerId,
    CAUCE_EPAYCO_P_KEY: KEYS.pKey,
  };

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'serves, and ends cleanly on %s',
    async (signal) => {
      const dataDir = mkdtempSync(join(tmpdir(), 'cauce-sandbox-'));
      const script = startScript(MAIN, { ...environment, CAUCE_DATA_DIR: dataDir });
      const [, url] = await script.printed(/"listening","url":"(http:\/\/127\.0\.0\.1:\d+)"/);
      const stray = JSON.stringify({ amount: 100, reference: '1' });
      const headers = { 'content-type': 'application/json' };
      await fetch(`${url}/sandbox/till/stray`, { method: 'POST', headers, body: stray });
      script.child.kill(signal);
      expect(await script.ended).toBe(0);
      expect(readFileSync(join(dataDir, 'sandbox', 'journal.jsonl'), 'utf8')).toContain('"paid"');
      rmSync(dataDir, { recursive: true });
    },
    40_000,
  );

  it('prints every problem of its configuration and ends with 1', async () => {
    const script = startScript(MAIN, {
      ...environment,
      CAUCE_SANDBOX_PORT: 'eighty',
      CAUCE_EPAYCO_P_KEY: '',
      CAUCE_EPAYCO_LIVE: 'true',
    });
    expect(await script.ended).toBe(1);
    for (const name of ['CAUCE_SANDBOX_PORT', 'CAUCE_EPAYCO_P_KEY', 'CAUCE_EPAYCO_LIVE']) {
      expect(script.text).toContain(`  ${name}: `);
    }
  }, 40_000);
});

describe('a sandbox in this process', () => {
  const options = { host: '127.0.0.1', port: 0, dataDir: null, epayco: KEYS };

  it('does not start with a live key', async () => {
    const epayco = { ...KEYS, privateKey: 'cauce_live_abc' };
    await expect(startSandbox({ ...options, epayco })).rejects.toThrow(/live key/);
  });

  it('says that its port is taken', async () => {
    const first = await startSandbox(options);
    const port = Number(new URL(first.url).port);
    await expect(startSandbox({ ...options, port })).rejects.toThrow(/EADDRINUSE/);
    await first.stop();
  });

  it('gives its port free when it stops', async () => {
    const first = await startSandbox(options);
    const port = Number(new URL(first.url).port);
    await first.stop();
    const second = await startSandbox({ ...options, port });
    await second.stop();
  });
});
