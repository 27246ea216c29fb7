import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startScript } from '@cauce/testing';

const KEYS = JSON.stringify(new URL('./development-keys.ts', import.meta.url).href);
const PROCESSES = 4;

/** Makes keys in as many folders as there is once it is told to go. */
const MAKE_WHEN_TOLD = (dataDir: string) => `
  const { existsSync } = await import('node:fs');
  const { developmentSecrets } = await import(${KEYS});
  console.log('waiting');
  while (!existsSync(${JSON.stringify(join(dataDir, 'go'))}));
  const made = [];
  for (let i = 0; i < 50; i += 1) {
    made.push(developmentSecrets(${JSON.stringify(dataDir)} + '/' + i).encryptionKey);
  }
  console.log('made ' + made.join());
`;

describe('development keys', () => {
  it('are the same for every process that starts at once on one folder', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'cauce-keys-'));
    const scripts = Array.from({ length: PROCESSES }, () => startScript(MAKE_WHEN_TOLD(dataDir)));
    await Promise.all(scripts.map((script) => script.printed(/waiting/)));
    writeFileSync(join(dataDir, 'go'), '');
    const made = await Promise.all(scripts.map((script) => script.printed(/made (\S+)\n/)));
    expect(new Set(made.map(([, keys]) => keys)).size).toBe(1);
    expect(readdirSync(join(dataDir, '0'))).toEqual(['dev-secrets.json']);
    rmSync(dataDir, { recursive: true });
  }, 60_000);
});
