import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from './settings.js';
import { welcome } from './welcome.js';

describe('what a start prints', () => {
  let dataDir = '';

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'cauce-welcome-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  const printed = (env: Record<string, string> = {}) => {
    const settings = readSettings({ CAUCE_DATA_DIR: dataDir, ...env });
    const running = { url: 'http://127.0.0.1:8080', settings, stop: () => Promise.resolve() };
    return { text: welcome(running), keys: settings.development?.keys };
  };

  it('shows where things are, the keys, and how to stop it', () => {
    const { text, keys } = printed();
    for (const part of [
      'Cauce is running.',
      'http://127.0.0.1:8080/docs',
      'Sandbox   http://127.0.0.1:8090',
      `Merchant  ${keys?.merchantId}`,
      `Test key  ${keys?.apiKey}`,
      `Operator  ${keys?.operatorKey}`,
      'Ctrl-C stops it',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('has a command to paste whose body is JSON, with the merchant’s key', () => {
    const { text, keys } = printed();
    const command = /curl -s http:\/\/127\.0\.0\.1:8080\/v1\/payments[^]*?-d '(\{.*\})'/.exec(text);
    expect(command?.[0]).toContain(`authorization: Bearer ${keys?.apiKey}`);
    expect(command?.[0]).toContain('idempotency-key: ');
    expect(JSON.parse(command?.[1] ?? '')).toMatchObject({
      amount: { value: 8_500_000, currency: 'COP' },
      methods: ['efecty', 'baloto', 'puntored'],
    });
    expect(text).toContain('http://127.0.0.1:8090/sandbox/till/pay');
  });

  it('shows no keys and no sandbox in production', () => {
    const { text } = printed({
      CAUCE_DATABASE_URL: 'postgres://cauce:hunter2@db/cauce',
      CAUCE_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      CAUCE_EPAYCO_PUBLIC_KEY: 'public',
      CAUCE_EPAYCO_PRIVATE_KEY: '0123456789abcdef0123456789abcdef',
      CAUCE_EPAYCO_CUSTOMER_ID: '999',
      CAUCE_EPAYCO_P_KEY: 'p-secret',
      CAUCE_EPAYCO_SETTLEMENTS_URL: 'https://files.example/efecty/',
    });
    expect(text).toContain('API       http://127.0.0.1:8080');
    expect(text).not.toMatch(/Sandbox|curl|Bearer|cauce_|hunter2|secret/);
  });
});
