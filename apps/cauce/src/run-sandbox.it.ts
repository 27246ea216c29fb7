import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startScript } from '@cauce/testing';

const MAIN = JSON.stringify(new URL('./main.ts', import.meta.url).href);
const SERVE_SANDBOX = `process.argv.splice(1, Infinity, 'cauce', 'serve', 'sandbox'); await import(${MAIN});`;
const WITHIN_MS = 60_000;

describe('cauce serve sandbox', () => {
  let dataDir: string;
  beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'cauce-sandbox-'))));
  afterEach(() => rmSync(dataDir, { recursive: true }));

  const serve = async (more: Record<string, string> = {}) =>
    startScript(SERVE_SANDBOX, {
      CAUCE_SANDBOX_PORT: String(await freePort()),
      CAUCE_DATA_DIR: dataDir,
      ...more,
    });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'serves, and ends cleanly on %s',
    async (signal) => {
      const script = await serve();
      const [, url] = await script.printed(/sandbox is running at (http:\/\/127\.0\.0\.1:\d+)\./);
      const stray = JSON.stringify({ amount: 100, reference: '1' });
      const headers = { 'content-type': 'application/json' };
      await fetch(`${url}/sandbox/till/stray`, { method: 'POST', headers, body: stray });
      script.child.kill(signal);
      expect(await script.ended).toBe(0);
      expect(readFileSync(join(dataDir, 'sandbox', 'journal.jsonl'), 'utf8')).toContain('"paid"');
    },
    WITHIN_MS,
  );

  it(
    'takes the generated keys, which connectors on the same folder take too',
    async () => {
      const script = await serve();
      const [, url] = await script.printed(/sandbox is running at (\S+)\.\n/);
      const { epayco } = JSON.parse(readFileSync(join(dataDir, 'dev-secrets.json'), 'utf8'));
      const login = (publicKey: string) =>
        fetch(`${url}/epayco/v1/auth/login`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ public_key: publicKey, private_key: epayco.privateKey }),
        }).then(async (response) => (await response.json()) as { bearer_token?: string });
      expect((await login(epayco.publicKey)).bearer_token).toEqual(expect.any(String));
      expect((await login('somebody else’s')).bearer_token).toBeUndefined();
      await script.kill();
    },
    WITHIN_MS,
  );

  it(
    'prints every problem of its configuration and ends with 1',
    async () => {
      const script = await serve({ CAUCE_DEVELOPMENT: 'false', CAUCE_EPAYCO_LIVE: 'true' });
      expect(await script.ended).toBe(1);
      expect(script.text).toContain('The configuration is wrong:');
      for (const name of ['CAUCE_EPAYCO_PUBLIC_KEY', 'CAUCE_EPAYCO_P_KEY', 'CAUCE_EPAYCO_LIVE']) {
        expect(script.text).toContain(`  ${name}: `);
      }
    },
    WITHIN_MS,
  );
});
