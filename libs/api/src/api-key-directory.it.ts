import type { ApiKeyChanged } from '@cauce/contracts';
import type { Database } from '@cauce/database';
import { fixedClock, testDatabase } from '@cauce/testing';
import { ApiKeyDirectory } from './api-key-directory.js';
import { apiKeyMigrations } from './api-key-migrations.js';
import { newApiKey } from './api-key.js';

const open = () => testDatabase({ service: 'sample', migrations: apiKeyMigrations });

function madeKey(over: Partial<ApiKeyChanged> = {}) {
  const { key, keyId, secretHash } = newApiKey('test');
  const change: ApiKeyChanged = {
    keyId,
    secretHash,
    merchantId: 'mer_1',
    mode: 'test',
    scopes: ['payments:read'],
    revokedAt: null,
    ...over,
  };
  return { key, keyId, change };
}

describe('ApiKeyDirectory', () => {
  const clock = fixedClock('2026-11-20T15:00:00Z');
  let database: Database;
  let directory: ApiKeyDirectory;

  beforeAll(async () => {
    database = await open();
    directory = new ApiKeyDirectory(database, clock);
  });
  afterAll(() => database.close());

  const store = (change: ApiKeyChanged, into = directory) =>
    database.transaction((tx) => into.store(tx, change));

  it('finds who calls by the key', async () => {
    const { key, keyId, change } = madeKey();
    await store(change);
    expect(await directory.find(key)).toEqual({
      keyId,
      merchantId: 'mer_1',
      mode: 'test',
      scopes: ['payments:read'],
    });
  });

  it('finds nobody by a key that was never stored, nor by an id with another secret', async () => {
    const { key, change } = madeKey();
    expect(await directory.find(key)).toBeNull();
    await store({ ...change, secretHash: madeKey().change.secretHash });
    expect(await directory.find(key)).toBeNull();
  });

  it('does not remember that a key was unknown', async () => {
    const { key, change } = madeKey();
    expect(await directory.find(key)).toBeNull();
    await store(change);
    expect(await directory.find(key)).not.toBeNull();
  });

  it('refuses a test key whose row says live', async () => {
    const { key, change } = madeKey({ mode: 'live' });
    await store(change);
    expect(await directory.find(key)).toBeNull();
  });

  it('refuses a revoked key at once where the news arrived, and within five seconds elsewhere', async () => {
    const elsewhere = new ApiKeyDirectory(database, clock);
    const { key, change } = madeKey();
    await store(change);
    await Promise.all([directory.find(key), elsewhere.find(key)]);
    await store({ ...change, revokedAt: clock.now() });
    expect(await directory.find(key)).toBeNull();
    clock.advance(4_999);
    expect(await elsewhere.find(key)).not.toBeNull();
    clock.advance(1);
    expect(await elsewhere.find(key)).toBeNull();
  });

  it('keeps a revoked key revoked when older news comes late', async () => {
    const { key, change } = madeKey();
    await store({ ...change, revokedAt: clock.now() });
    await store(change);
    expect(await directory.find(key)).toBeNull();
  });

  it('never changes whose key it is, nor its secret', async () => {
    const { key, change } = madeKey();
    await store(change);
    const other = madeKey().change;
    await store({
      ...change,
      merchantId: 'mer_2',
      secretHash: other.secretHash,
      scopes: ['admin'],
    });
    expect(await directory.find(key)).toMatchObject({ merchantId: 'mer_1', scopes: ['admin'] });
  });

  it('asks the database once in five seconds', async () => {
    const { key, keyId, change } = madeKey();
    await store(change);
    await directory.find(key);
    await database.reads.execute('delete from api_keys where key_id = $1', [keyId]);
    expect(await directory.find(key)).not.toBeNull();
    clock.advance(5_000);
    expect(await directory.find(key)).toBeNull();
  });

  it('does not ask the database for a key with a wrong checksum', async () => {
    const away = await open();
    const cutOff = new ApiKeyDirectory(away, clock);
    await away.close();
    const { key } = madeKey();
    const mistyped = key.slice(0, -1) + (key.endsWith('0') ? '1' : '0');
    expect(await cutOff.find(mistyped)).toBeNull();
    await expect(cutOff.find(key)).rejects.toThrow();
  });

  it('stores nothing that opens a door', async () => {
    const { key, change } = madeKey();
    await store(change);
    const dump = JSON.stringify(await database.reads.query('select * from api_keys'));
    expect(dump).toContain(change.secretHash);
    expect(dump).not.toContain(key.slice(-38));
    expect(await directory.find(change.secretHash)).toBeNull();
  });
});
