import { jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { dropDatabase, freshDatabaseUrl, silentLogger } from '@cauce/testing';
import type { QueryRunner } from 'typeorm';
import { Database, type DatabaseOptions } from './index.js';

jest.setTimeout(60_000);

class MakeThings1760000000001 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table things (id bigserial primary key, name text)');
    await runner.query('create table facts (name text)');
    await runner.query('revoke update, delete on facts from cauce_demo_rights');
  }
  async down(): Promise<void> {}
}

class FailHalfWay1760000000002 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table half (id text)');
    await runner.query('create table things (id text)');
  }
  async down(): Promise<void> {}
}

const open = (url: string, more: Partial<DatabaseOptions> = {}) =>
  Database.open({
    url,
    service: 'demo-rights',
    migrations: [MakeThings1760000000001],
    logger: silentLogger(),
    poolSize: 2,
    ...more,
  });

async function asSuperuser<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A login of its own, without any right but to connect. */
async function login(url: string, attributes = ''): Promise<{ url: string; name: string }> {
  const name = `login_${randomBytes(6).toString('hex')}`;
  await asSuperuser(url, (client) =>
    client.query(`create role ${name} login password 'secret' ${attributes}`),
  );
  const own = new URL(url);
  own.username = name;
  own.password = 'secret';
  return { url: own.href, name };
}

describe('a fresh database', () => {
  let url: string;
  beforeEach(async () => {
    url = await freshDatabaseUrl();
  });
  afterEach(() => dropDatabase(url));

  it('gives the service rows and nothing else', async () => {
    const database = await open(url);
    const [rights] = await asSuperuser(url, async (client) => {
      const { rows } = await client.query(
        `select has_table_privilege('cauce_demo_rights', 'demo_rights.things', 'select, insert, update, delete') as rows,
                has_sequence_privilege('cauce_demo_rights', 'demo_rights.things_id_seq', 'usage') as sequence,
                has_table_privilege('cauce_demo_rights', 'demo_rights.things', 'truncate') as truncate,
                has_schema_privilege('cauce_demo_rights', 'demo_rights', 'create') as definitions,
                has_table_privilege('cauce_demo_rights', 'demo_rights.migrations', 'insert') as migrations,
                has_table_privilege('cauce_demo_rights', 'demo_rights.facts', 'insert') as facts,
                has_table_privilege('cauce_demo_rights', 'demo_rights.facts', 'update') as corrections,
                (select tableowner from pg_tables where tablename = 'things') as owner,
                (select bool_or(rolsuper or rolbypassrls or rolcanlogin) from pg_roles where rolname like 'cauce_demo_rights%') as strong`,
      );
      return rows;
    });
    expect(rights).toEqual({
      rows: true,
      sequence: true,
      truncate: false,
      definitions: false,
      migrations: false,
      facts: true,
      corrections: false,
      owner: 'cauce_demo_rights_owner',
      strong: false,
    });
    for (const forbidden of [
      'create table mine (id int)',
      'drop table things',
      'delete from facts',
    ]) {
      await expect(database.reads.execute(forbidden)).rejects.toMatchObject({ code: '42501' });
    }
    expect(await database.reads.execute("insert into things (name) values ('a')")).toBe(1);
    await database.close();
  });

  it('keeps services out of each other’s schema', async () => {
    const one = await open(url);
    const other = await open(url, { service: 'demo-neighbour', migrations: [] });
    const look = other.reads.query('select * from demo_rights.things');
    await expect(look).rejects.toMatchObject({ code: '42501' });
    await one.close();
    await other.close();
  });

  it('is set up once by many who open it at once, and migrations run once', async () => {
    const opened = await Promise.all(Array.from({ length: 5 }, () => open(url)));
    expect(await opened[0]?.reads.query('select name from migrations')).toHaveLength(1);
    await Promise.all(opened.map((database) => database.close()));
    const again = await open(url);
    expect(await again.reads.query('select name from migrations')).toHaveLength(1);
    await again.close();
  });

  it('is set up while other databases of the cluster make the same roles', async () => {
    const service = `race-${randomBytes(4).toString('hex')}`;
    const urls = await Promise.all(Array.from({ length: 6 }, () => freshDatabaseUrl()));
    const logins = await login(url, 'createrole');
    const opened = await Promise.all(
      urls.map(async (one) => {
        const own = new URL(one);
        own.username = logins.name;
        own.password = 'secret';
        await asSuperuser(one, (client) =>
          client.query(
            `grant create on database ${new URL(one).pathname.slice(1)} to ${logins.name}`,
          ),
        );
        return open(own.href, { service, migrations: [] });
      }),
    );
    await Promise.all(opened.map((database) => database.close()));
    await Promise.all(urls.map(dropDatabase));
  });

  it('keeps nothing of a migration that fails half-way', async () => {
    const failing = open(url, { migrations: [MakeThings1760000000001, FailHalfWay1760000000002] });
    await expect(failing).rejects.toThrow('already exists');
    const database = await open(url);
    expect(await database.reads.query("select to_regclass('half') as half")).toEqual([
      { half: null },
    ]);
    await database.close();
  });
});

describe('an ordinary login', () => {
  const service = `demo-admin-${randomBytes(4).toString('hex')}`;
  let url: string;
  beforeEach(async () => {
    url = await freshDatabaseUrl();
  });
  afterEach(() => dropDatabase(url));

  it('is told the SQL that an administrator must run, and works once it has run', async () => {
    const own = await login(url);
    const refused = await open(own.url, { service, migrations: [] }).catch((error: Error) => error);
    expect(refused).toMatchObject({ name: 'MissingRightsError' });
    const message = refused instanceof Error ? refused.message : '';
    expect(message).not.toContain('secret');
    const sql = message.slice(message.indexOf('\n') + 1);
    await asSuperuser(url, (client) => client.query(sql));
    const database = await open(own.url, { service, migrations: [] });
    const [row] = await database.reads.query('select current_user as role, session_user as login');
    expect(row).toEqual({ role: `cauce_${service.replaceAll('-', '_')}`, login: own.name });
    await database.close();
  });

  it('is refused when the role of the service could see past every rule', async () => {
    const strong = `demo-strong-${randomBytes(4).toString('hex')}`;
    await asSuperuser(url, (client) =>
      client.query(`create role cauce_${strong.replaceAll('-', '_')} bypassrls`),
    );
    await expect(open(url, { service: strong, migrations: [] })).rejects.toThrow('bypass');
  });
});

it('works as the service’s role whatever options the connection string brings', async () => {
  const url = await freshDatabaseUrl();
  const own = new URL(url);
  own.searchParams.set('options', '-c role=postgres -c search_path=public -c work_mem=5MB');
  const database = await open(own.href);
  const [row] = await database.reads.query(
    "select current_user as role, current_setting('search_path') as path, current_setting('work_mem') as memory",
  );
  expect(row).toEqual({ role: 'cauce_demo_rights', path: 'demo_rights', memory: '5MB' });
  await database.close();
  await dropDatabase(url);
});

it('names nobody’s password when the database cannot be reached', async () => {
  const failure = await open('postgres://cauce:hunter2@127.0.0.1:1/none').catch(
    (error: unknown) => error,
  );
  expect(String(failure)).toContain('ECONNREFUSED');
  expect(String(failure)).not.toContain('hunter2');
});

it('refuses a service name that is none', async () => {
  await expect(open('postgres://127.0.0.1:1/none', { service: 'No Name' })).rejects.toThrow(
    'not a service name',
  );
});
