import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, readConfig, type Environment } from '@cauce/config';
import { connectorPlugin, efectyConfigSchema } from '@cauce/connector-efecty';
import { readSettings, type Settings } from './settings.js';

const KEY = Buffer.alloc(32, 7).toString('base64');

/** What production needs beside its defaults. */
const PRODUCTION = {
  CAUCE_DATABASE_URL: 'postgres://cauce:secret@db:5432/cauce',
  CAUCE_ENCRYPTION_KEY: KEY,
  CAUCE_PUBLIC_URL: 'https://pay.example',
  CAUCE_EPAYCO_PUBLIC_KEY: 'public',
  CAUCE_EPAYCO_PRIVATE_KEY: '0123456789abcdef0123456789abcdef',
  CAUCE_EPAYCO_CUSTOMER_ID: '999',
  CAUCE_EPAYCO_P_KEY: 'p',
  CAUCE_EPAYCO_SETTLEMENTS_URL: 'https://files.example/efecty/',
};

/** As the connector reads it. */
const efecty = (settings: Settings) => readConfig(efectyConfigSchema, settings.environment);

describe('the settings of the whole process', () => {
  let dataDir = '';

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'cauce-settings-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  const read = (env: Environment = {}) => readSettings({ CAUCE_DATA_DIR: dataDir, ...env });
  const problemsOf = (env: Environment): string[] => {
    try {
      read(env);
      return [];
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
  };

  describe('with nothing set', () => {
    it('are for trying it on one machine: generated keys, its own sandbox', () => {
      const settings = read();
      expect(settings).toMatchObject({
        dataDir,
        publicUrl: 'http://127.0.0.1:8080',
        sandboxUrl: 'http://127.0.0.1:8090',
        runsSandbox: true,
      });
      expect(settings.development?.keys.apiKey).toMatch(/^cauce_test_/);
      expect(settings.encryptionKey).toHaveLength(32);
      expect(efecty(settings).CAUCE_EPAYCO_SECURE_URL).toBe('http://127.0.0.1:8090/epayco');
    });

    it('are the same the next time', () => {
      const [one, two] = [read(), read()];
      expect(two.development).toEqual(one.development);
      expect(two.encryptionKey).toEqual(one.encryptionKey);
      expect(efecty(two)).toEqual(efecty(one));
    });

    it('keep the encryption key and the connector’s secrets out of the keys file', () => {
      const { keys, secrets } = read().development ?? {};
      expect(JSON.stringify(keys)).not.toContain(secrets?.encryptionKey);
      expect(JSON.stringify(keys)).not.toContain(secrets?.epayco.privateKey);
    });
  });

  it.each([
    ['localhost', 'localhost'],
    // Who listens on every address is reached on this machine's own.
    ['0.0.0.0', '127.0.0.1'],
    ['::', '[::1]'],
    ['::1', '[::1]'],
  ])('follow the host %s and the ports', (host, own) => {
    const ports = { CAUCE_HTTP_PORT: '9000', CAUCE_SANDBOX_PORT: '9001' };
    const settings = read({ CAUCE_HOST: host, ...ports });
    expect(settings.publicUrl).toBe(`http://${own}:9000`);
    expect(settings.sandboxUrl).toBe(`http://${own}:9001`);
    expect(efecty(settings).CAUCE_EPAYCO_API_URL).toBe(`http://${own}:9001/epayco`);
  });

  it('take a sandbox that runs elsewhere, and then start none', () => {
    const settings = read({ CAUCE_SANDBOX_URL: 'http://127.0.0.1:7000' });
    expect(settings).toMatchObject({ sandboxUrl: 'http://127.0.0.1:7000', runsSandbox: false });
    expect(efecty(settings).CAUCE_EPAYCO_SETTLEMENTS_URL).toBe(
      'http://127.0.0.1:7000/epayco/settlements',
    );
  });

  it('take what is set before what would be generated', () => {
    const settings = read({
      CAUCE_ENCRYPTION_KEY: KEY,
      CAUCE_EPAYCO_CUSTOMER_ID: '777',
      CAUCE_PUBLIC_URL: 'https://tunnel.example',
    });
    expect(settings.encryptionKey).toEqual(Buffer.alloc(32, 7));
    expect(efecty(settings).CAUCE_EPAYCO_CUSTOMER_ID).toBe('777');
    expect(settings.publicUrl).toBe('https://tunnel.example');
  });

  it('have counters that never close in development, and close as Efecty says elsewhere', () => {
    const hours = (settings: Settings) =>
      connectorPlugin.read(settings.environment).settings.terms.map((one) => one.hours?.sunday);
    expect(hours(read())).toEqual(Array(4).fill(undefined));
    expect(hours(read(PRODUCTION))).toEqual(Array(4).fill(null));
  });

  it('take an empty variable for one that is not set', () => {
    const empty = Object.fromEntries(Object.keys(PRODUCTION).map((name) => [name, ' ']));
    expect(problemsOf(empty)).toEqual([]);
    expect(efecty(read(empty))).toEqual(efecty(read()));
  });

  describe('with a database', () => {
    it('generate nothing, and write no file', () => {
      const settings = read(PRODUCTION);
      expect(settings).toMatchObject({
        development: null,
        sandboxUrl: null,
        runsSandbox: false,
        publicUrl: 'https://pay.example',
      });
      expect(settings.encryptionKey).toEqual(Buffer.alloc(32, 7));
      expect(existsSync(join(dataDir, 'dev-keys.json'))).toBe(false);
      expect(existsSync(join(dataDir, 'dev-secrets.json'))).toBe(false);
    });

    it.each(Object.keys(PRODUCTION).filter((name) => /KEY|CUSTOMER|SETTLEMENTS/.test(name)))(
      'want %s',
      (name) => {
        expect(problemsOf({ ...PRODUCTION, [name]: undefined })).toEqual([
          expect.stringMatching(new RegExp(`^${name}: is required`)),
        ]);
      },
    );

    it('are for development when that is asked for', () => {
      const { CAUCE_DATABASE_URL } = PRODUCTION;
      const settings = read({ CAUCE_DATABASE_URL, CAUCE_DEVELOPMENT: 'true' });
      expect(settings.development).not.toBeNull();
      expect(settings.runsSandbox).toBe(true);
    });
  });

  it('name every problem of every service at once', () => {
    const problems = problemsOf({
      CAUCE_HTTP_PORT: 'eighty',
      CAUCE_LOG_LEVEL: 'loud',
      CAUCE_EXPIRY_GRACE_SECONDS: 'never',
      CAUCE_REMATCH_DELAY_SECONDS: 'soon',
    });
    expect(problems.map((one) => one.split(':')[0]).sort()).toEqual([
      'CAUCE_EXPIRY_GRACE_SECONDS',
      'CAUCE_HTTP_PORT',
      'CAUCE_LOG_LEVEL',
      'CAUCE_REMATCH_DELAY_SECONDS',
    ]);
  });

  it('name what is missing in production together with what is wrong', () => {
    const { CAUCE_ENCRYPTION_KEY: _, CAUCE_EPAYCO_P_KEY: __, ...rest } = PRODUCTION;
    const problems = problemsOf({ ...rest, CAUCE_WAIT_SECONDS: '31' });
    expect(problems.map((one) => one.split(':')[0]).sort()).toEqual([
      'CAUCE_ENCRYPTION_KEY',
      'CAUCE_EPAYCO_P_KEY',
      'CAUCE_WAIT_SECONDS',
    ]);
  });

  it('never repeat a value', () => {
    const problems = problemsOf({ ...PRODUCTION, CAUCE_ENCRYPTION_KEY: 'hunter2' });
    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toContain('hunter2');
  });
});
