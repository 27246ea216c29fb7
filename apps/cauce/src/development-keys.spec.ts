import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { developmentKeys, developmentSecrets } from './development-keys.js';

describe('development keys', () => {
  let folder = '';
  let dataDir = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cauce-keys-'));
    dataDir = join(folder, 'not', 'there');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are made once, in a folder that need not be there', () => {
    const keys = developmentKeys(dataDir);
    expect(keys).toEqual({
      merchantId: expect.stringMatching(/^mer_[0-9a-z]{26}$/),
      apiKey: expect.stringMatching(/^cauce_test_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}$/),
      operatorKey: expect.stringMatching(/^cauce_test_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}$/),
      webhookSecret: expect.stringMatching(/^whsec_[0-9A-Za-z+/]{32}$/),
    });
    expect(keys.apiKey).not.toBe(keys.operatorKey);
    expect(developmentKeys(dataDir)).toEqual(keys);
    expect(JSON.parse(readFileSync(join(dataDir, 'dev-keys.json'), 'utf8'))).toEqual(keys);
  });

  it('differ from folder to folder', () => {
    const other = join(folder, 'other');
    expect(developmentKeys(other)).not.toEqual(developmentKeys(dataDir));
    expect(developmentSecrets(other).encryptionKey).not.toBe(
      developmentSecrets(dataDir).encryptionKey,
    );
  });

  it('are for their owner’s eyes alone, and leave no half file', () => {
    developmentKeys(dataDir);
    developmentSecrets(dataDir);
    expect(readdirSync(dataDir).sort()).toEqual(['dev-keys.json', 'dev-secrets.json']);
    for (const name of readdirSync(dataDir)) {
      expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600);
    }
  });

  it('have secrets of the lengths that are asked for', () => {
    const secrets = developmentSecrets(dataDir);
    expect(Buffer.from(secrets.encryptionKey, 'base64')).toHaveLength(32);
    expect(secrets.epayco.publicKey).toMatch(/^[0-9a-f]{32}$/);
    expect(secrets.payvalida.fixedHash).toMatch(/^[0-9a-f]{32}$/);
    expect(secrets.payvalida.notificationHash).not.toBe(secrets.payvalida.fixedHash);
    expect(secrets.pseAvanza.key).toMatch(/^[0-9a-f]{64}$/);
    expect(secrets.pseAvanza.iv).toMatch(/^[0-9a-f]{24}$/);
    expect(secrets.payu.apiKey).not.toBe(secrets.payu.apiLogin);
    expect(developmentSecrets(dataDir)).toEqual(secrets);
  });

  it.each([
    ['another program’s file', '{"apiKey":"x"}'],
    ['a list', '[]'],
    ['half a file', '{"apiKey":'],
    ['nothing', ''],
  ])('are not made anew over %s: it says what to do', (_, text) => {
    developmentKeys(dataDir);
    const path = join(dataDir, 'dev-keys.json');
    writeFileSync(path, text);
    expect(() => developmentKeys(dataDir)).toThrow(
      `${path} does not hold what Cauce wrote there. Delete it to make new keys.`,
    );
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});
