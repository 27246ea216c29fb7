import { createHash } from 'node:crypto';
import { ApiKeyDirectory } from '@cauce/api';
import { TOPICS } from '@cauce/contracts';
import { Database } from '@cauce/database';
import { routerStorage } from '@cauce/router';
import { dropDatabase, fixedClock, freshDatabaseUrl, silentLogger } from '@cauce/testing';
import { typed } from '../fixtures/typed.js';

interface StoredKey {
  readonly key_id: string;
  readonly secret_hash: string;
  readonly merchant_id: string | null;
  readonly mode: string;
  readonly scopes: string[];
  readonly revoked_at: Date | null;
}

describe('cauce keys, on the PostgreSQL of CAUCE_DATABASE_URL', () => {
  let url = '';
  let router: Database;

  beforeAll(async () => {
    url = await freshDatabaseUrl();
    router = await Database.open({ ...routerStorage, url, logger: silentLogger() });
  }, 60_000);
  afterAll(async () => {
    await router?.close();
    await dropDatabase(url);
  });

  const keys = (...argv: string[]) => typed(['keys', ...argv], { CAUCE_DATABASE_URL: url });
  const stored = (keyId: string) =>
    router.reads.query<StoredKey>('select * from api_keys where key_id = $1', [keyId]);
  /** A new directory remembers nothing. */
  const find = (key: string) =>
    new ApiKeyDirectory(router, fixedClock('2026-11-20T15:00:00Z')).find(key);

  async function created(...argv: string[]) {
    const { code, out, err } = await keys('create', ...argv);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const field = (name: string) => new RegExp(`^${name} +(.+)$`, 'm').exec(out)?.[1] ?? '';
    const owner = field('Owner');
    return {
      out,
      owner,
      merchantId: owner.split(' ')[0] ?? '',
      keyId: field('Key id'),
      key: field('Key '),
    };
  }

  it('makes a merchant with its first key', async () => {
    const made = await created('--new-merchant', ' Zapatos Ñandú ');
    expect(made.owner).toMatch(/^mer_[0-9a-z]{26} \(Zapatos Ñandú\)$/);
    expect(made.key).toMatch(new RegExp(`^cauce_test_${made.keyId}_[0-9A-Za-z]{38}$`));
    expect(await find(made.key)).toEqual({
      keyId: made.keyId,
      merchantId: made.merchantId,
      mode: 'test',
      scopes: ['payments:read', 'payments:write', 'ledger:read'],
    });
  });

  it('makes another key for a merchant, with other scopes, for real money', async () => {
    const first = await created('--new-merchant', 'Café');
    const second = await created(
      first.merchantId,
      ...['--mode', 'live', '--scopes', 'payments:read, ledger:read,payments:read'],
    );
    expect(second.owner).toBe(`${first.merchantId} (Café)`);
    expect(second.key).toMatch(/^cauce_live_/);
    expect(await find(second.key)).toMatchObject({
      merchantId: first.merchantId,
      mode: 'live',
      scopes: ['payments:read', 'ledger:read'],
    });
    expect(await find(first.key)).not.toBeNull();
  });

  it('makes the key of an operator', async () => {
    const made = await created('--operator');
    expect(made.owner).toBe('operator');
    expect(await find(made.key)).toMatchObject({ merchantId: null, scopes: ['admin'] });
  });

  it('shows the key once, and keeps and sends only its digest', async () => {
    const made = await created('--operator');
    expect(made.out.split(made.key)).toHaveLength(2);
    const digest = createHash('sha256').update(made.key).digest('hex');
    expect(await stored(made.keyId)).toEqual([
      expect.objectContaining({ secret_hash: digest, revoked_at: null }),
    ]);
    const [sent, ...more] = await router.reads.query<{ text: string }>(
      'select message::text as text from outbox where topic = $1 and message::text like $2',
      [TOPICS.accessKeys, `%${made.keyId}%`],
    );
    expect(more).toEqual([]);
    expect(sent?.text).toContain(digest);
    const everything = await router.reads.query<{ rows: string }>(
      `select coalesce(string_agg(k::text, ' '), '') || (select string_agg(o::text, ' ') from outbox o)
         as rows from api_keys k`,
    );
    expect(everything[0]?.rows).not.toContain(made.key);
    expect((await keys('list')).out).not.toContain(made.key);
    expect((await keys('list')).out).not.toContain(digest);
  });

  it('makes no key for a merchant that does not exist', async () => {
    const before = await router.reads.query('select key_id from api_keys order by 1');
    expect(await keys('create', 'mer_nobody')).toEqual({
      code: 1,
      out: '',
      err: 'There is no merchant mer_nobody. Make one with --new-merchant <name>.\n',
    });
    expect(await router.reads.query('select key_id from api_keys order by 1')).toEqual(before);
  });

  it('lists keys: all of them, or those of one merchant', async () => {
    const one = await created('--new-merchant', 'Uno');
    const two = await created('--new-merchant', 'Dos');
    const operator = await created('--operator');
    await keys('revoke', two.keyId);
    const all = (await keys('list')).out.split('\n');
    expect(all).toContain(
      `${one.keyId}  test  ${one.owner}  payments:read payments:write ledger:read  in force`,
    );
    expect(all).toContain(`${operator.keyId}  test  operator  admin  in force`);
    const listed = await keys('list', two.merchantId);
    expect(listed.code).toBe(0);
    expect(listed.out).toMatch(
      new RegExp(`^${two.keyId}  test  ${two.merchantId} \\(Dos\\)  .*  revoked 20\\S+Z\n$`),
    );
  });

  it('says so when there are none', async () => {
    expect(await keys('list', 'mer_nobody')).toMatchObject({
      code: 0,
      out: 'There are no keys.\n',
    });
  });

  it('revokes a key for good, tells it to others, and doing it again changes nothing', async () => {
    const made = await created('--operator');
    const other = await created('--operator');
    expect(await keys('revoke', made.keyId)).toEqual({
      code: 0,
      out: `${made.keyId} is revoked.\n`,
      err: '',
    });
    expect(await find(made.key)).toBeNull();
    expect(await find(other.key)).not.toBeNull();
    const [{ revoked_at: since } = { revoked_at: null }] = await stored(made.keyId);
    const again = await keys('revoke', made.keyId);
    expect(again.out).toBe(`${made.keyId} has been revoked since ${since?.toISOString()}.\n`);
    expect((await stored(made.keyId))[0]?.revoked_at).toEqual(since);
    const told = await router.reads.query<{ revoked: string | null }>(
      `select message->'data'->>'revokedAt' as revoked from outbox
       where message->'data'->>'keyId' = $1 order by 1 nulls first`,
      [made.keyId],
    );
    expect(told).toEqual([{ revoked: null }, { revoked: since?.toISOString() }]);
  });

  it('refuses to revoke what it does not know', async () => {
    expect(await keys('revoke', 'AAAAAAAAAAAA')).toEqual({
      code: 1,
      out: '',
      err: 'There is no key AAAAAAAAAAAA.\n',
    });
  });

  it('says that the password is wrong, and not what it was', async () => {
    const wrong = new URL(url);
    wrong.password = 'hunter2';
    const { code, err } = await typed(['keys', 'list'], { CAUCE_DATABASE_URL: wrong.href });
    expect(code).toBe(1);
    expect(err).toContain('password authentication failed');
    expect(err).not.toContain('hunter2');
  });
});
