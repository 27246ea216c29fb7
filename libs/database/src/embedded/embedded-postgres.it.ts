import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Writable } from 'node:stream';
import { jest } from '@jest/globals';
import pg from 'pg';
import { captureLogger, eventually, silentLogger, startScript, type Script } from '@cauce/testing';
import { EmbeddedPostgres, type EmbeddedPostgresOptions } from '../index.js';
import { isRunning } from './process-table.js';
import { readAccounts } from './server-account.js';

const isRoot = process.getuid?.() === 0;
/** Root's own folder for temporary files may be closed to the other users that these tests are about. */
const TEMP = isRoot ? '/tmp' : tmpdir();
const asRoot = isRoot ? it : it.skip;
const onLinux = process.platform === 'linux' ? it : it.skip;
const SYSTEM_15 = '/usr/lib/postgresql/15/bin';
const withVersion15 = existsSync(SYSTEM_15) ? it : it.skip;

/** Data that may be lost when the machine dies, not when a process does: quick, and true for these tests. */
const settings = { fsync: 'off' };

jest.setTimeout(60_000);

let dataDir = '';
const cleanUps: (() => unknown)[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(TEMP, 'cauce-embedded-'));
  chmodSync(dataDir, 0o755);
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  await EmbeddedPostgres.remove(dataDir);
});

const start = async (more: Partial<EmbeddedPostgresOptions> = {}) => {
  const postgres = await EmbeddedPostgres.start({
    dataDir,
    logger: silentLogger(),
    settings,
    ...more,
  });
  cleanUps.push(() => postgres.stop());
  return postgres;
};

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Another process that owns the database, has written one row, and lives until it is killed. */
async function ownerProcess(lines = ''): Promise<Script & { serverPid: number }> {
  const script = otherProcess(lines);
  const [, pid] = await script.printed(/server (\d+)/);
  return Object.assign(script, { serverPid: Number(pid) });
}

function otherProcess(lines: string): Script {
  const script = startScript(
    `
    import pg from 'pg';
    import { EmbeddedPostgres } from '@cauce/database';
    import { createLogger } from '@cauce/observability';
    ${lines}
    const logger = createLogger({ service: 'script', level: 'silent' });
    const settings = { fsync: 'off' };
    const binDir = process.env.BIN || undefined;
    const postgres = await EmbeddedPostgres.start({ dataDir: process.env.DATA, logger, settings, ...(binDir && { binDir }) });
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    await client.query("create table if not exists kept (word text); insert into kept values ('before')");
    console.log('server ' + postgres.pid + ' as ' + process.getuid());
    setInterval(() => {}, 1000);
    `,
    { DATA: dataDir, ...(process.env['BIN'] ? { BIN: process.env['BIN'] } : {}) },
  );
  cleanUps.push(() => script.kill());
  return script;
}

/** Lines that make a process of root's one of an ordinary user. */
function becomeNobody(): string {
  const nobody = readAccounts(readFileSync('/etc/passwd', 'utf8')).get('nobody');
  return `process.setgroups([]); process.setgid(${nobody?.gid}); process.setuid(${nobody?.uid});`;
}

/** Where programs are that any user can run; and the folder as it was before it was used to find out. */
async function programsForEverybody(): Promise<string> {
  cleanUps.push(() => delete process.env['BIN']);
  const postgres = await start();
  const program = readFileSync(`/proc/${postgres.pid}/cmdline`, 'utf8').split('\0')[0] ?? '';
  await postgres.stop();
  await EmbeddedPostgres.remove(dataDir);
  return dirname(program);
}

const rowIn = (postgres: EmbeddedPostgres) => query(postgres.url, 'select word from kept');

describe('an embedded PostgreSQL', () => {
  it('starts on an empty folder, asks for its password, and listens on this machine alone', async () => {
    const postgres = await start();
    const [row] = await query(
      postgres.url,
      `select current_setting('listen_addresses') as listens, current_setting('server_encoding') as encoding,
              current_setting('unix_socket_directories') as sockets, current_setting('password_encryption') as passwords`,
    );
    expect(row).toEqual({
      listens: '127.0.0.1',
      encoding: 'UTF8',
      sockets: '',
      passwords: 'scram-sha-256',
    });
    const wrong = new URL(postgres.url);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect(statSync(join(postgres.folder, 'password')).mode & 0o777).toBe(0o600);
    expect(statSync(postgres.folder).mode & 0o777).toBe(0o700);
  });

  it('sorts ids as bytes, and names as people do when asked to', async () => {
    const postgres = await start();
    const words = "(values ('ñandú'), ('nube'), ('oso'), ('Zapata'), ('árbol')) as t(w)";
    const [plain] = await query(
      postgres.url,
      `select string_agg(w, ' ' order by w) as w from ${words}`,
    );
    const [spanish] = await query(
      postgres.url,
      `select string_agg(w, ' ' order by w collate "es-x-icu") as w, upper('ñandú') as upper from ${words}`,
    );
    expect(plain).toEqual({ w: 'Zapata nube oso árbol ñandú' });
    expect(spanish).toEqual({ w: 'árbol nube ñandú oso Zapata', upper: 'ÑANDÚ' });
  });

  it('keeps data and address over a clean stop, and leaves nothing running', async () => {
    const first = await start();
    await query(first.url, "create table kept (word text); insert into kept values ('before')");
    await first.stop();
    expect(isRunning(first.pid)).toBe(false);
    expect(existsSync(join(first.folder, 'data', 'postmaster.pid'))).toBe(false);
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await rowIn(second)).toEqual([{ word: 'before' }]);
  });

  it('moves to another port when its own is taken meanwhile', async () => {
    const first = await start();
    await first.stop();
    const squatter = createServer().listen(Number(new URL(first.url).port), '127.0.0.1');
    cleanUps.push(() => squatter.close());
    const second = await start();
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    await query(second.url, 'select 1');
  });

  onLinux(
    'runs in a session of its own, which a Ctrl-C in our terminal does not reach',
    async () => {
      const postgres = await start();
      const [, , , , group, session] = readFileSync(`/proc/${postgres.pid}/stat`, 'utf8').split(
        ' ',
      );
      expect([group, session]).toEqual([String(postgres.pid), String(postgres.pid)]);
    },
  );
});

describe('after a kill -9', () => {
  it('of the process that started it, the server is found again with its data', async () => {
    const owner = await ownerProcess();
    await owner.kill();
    expect(isRunning(owner.serverPid)).toBe(true);
    const postgres = await start();
    expect(postgres.pid).toBe(owner.serverPid);
    expect(await rowIn(postgres)).toEqual([{ word: 'before' }]);
    await postgres.stop();
    expect(isRunning(owner.serverPid)).toBe(false);
  });

  it('of the server, the next start recovers what was committed', async () => {
    const owner = await ownerProcess();
    process.kill(owner.serverPid, 'SIGKILL');
    await owner.kill();
    const postgres = await start();
    expect(postgres.pid).not.toBe(owner.serverPid);
    expect(await rowIn(postgres)).toEqual([{ word: 'before' }]);
  });

  it('in the middle of making the cluster, the next start makes it anew', async () => {
    const unfinished = startScript(
      `
      import { EmbeddedPostgres } from '@cauce/database';
      import { createLogger } from '@cauce/observability';
      await EmbeddedPostgres.start({ dataDir: process.env.DATA, logger: createLogger({ service: 'script', level: 'silent' }) });
      `,
      { DATA: dataDir },
    );
    const part = () => readdirSync(dataDir).find((name) => name.startsWith('cluster.new-'));
    await eventually(() => existsSync(join(dataDir, part() ?? 'none', 'data', 'PG_VERSION')), {
      withinMs: 20_000,
    });
    await unfinished.kill();
    expect(existsSync(join(dataDir, 'cluster'))).toBe(false);
    await query((await start()).url, 'select 1');
    expect(part()).toBeUndefined();
  });

  it('another program that got the server’s number is left alone', async () => {
    const first = await start();
    await first.stop();
    const port = new URL(first.url).port;
    const data = join(first.folder, 'data');
    writeFileSync(join(data, 'postmaster.pid'), `${process.pid}\n${data}\n1\n${port}\n`);
    await query((await start()).url, 'select 1');
  });
});

describe('a lock file of a server that is only a zombie', () => {
  onLinux('does not keep the next start out', async () => {
    const first = await start();
    await first.stop();
    // The shell becomes a program that never asks for its child's end, as PID 1 of many containers. The child
    // ends after that, once its pipe is closed: a shell would ask.
    const parent = spawn('/bin/sh', ['-c', 'cat <&3 & echo $!; exec sleep 60 3<&-'], {
      stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
    });
    cleanUps.push(() => parent.kill('SIGKILL'));
    const zombie = Number(await new Promise((resolve) => parent.stdout?.once('data', resolve)));
    await eventually(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8') === 'sleep\n');
    (parent.stdio[3] as Writable).end();
    await eventually(() => readFileSync(`/proc/${zombie}/stat`, 'utf8').includes(') Z '));
    const data = join(first.folder, 'data');
    const { port } = new URL(first.url);
    writeFileSync(join(data, 'postmaster.pid'), `${zombie}\n${data}\n1\n${port}\n`);
    await query((await start()).url, 'select 1');
  });
});

describe('removing', () => {
  it('takes the server and the data away, wherever they are', async () => {
    const owner = await ownerProcess();
    await owner.kill();
    await EmbeddedPostgres.remove(dataDir);
    expect(isRunning(owner.serverPid)).toBe(false);
    expect(existsSync(dataDir)).toBe(false);
  });
});

describe('a second instance on the same data', () => {
  it('is refused with the first one’s process id, which goes on undisturbed', async () => {
    const owner = await ownerProcess();
    const refused = await start().catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'InUseError' });
    expect(String(refused)).toContain(`process ${owner.child.pid}`);
    expect(String(refused)).toContain(dataDir);
    expect(isRunning(owner.serverPid)).toBe(true);
  });

  it('is refused while the first is still making the cluster', async () => {
    const results = await Promise.allSettled([start(), start()]);
    expect(results.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = results.find((one) => one.status === 'rejected');
    expect(refused?.reason).toMatchObject({ name: 'InUseError' });
  });

  it('is refused still after the server was restarted under the first', async () => {
    const first = await start();
    process.kill(first.pid, 'SIGHUP');
    await query(
      first.url,
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'cauce owner%'",
    );
    await eventually(async () => {
      const [row] = await query(
        first.url,
        "select count(*)::int as owners from pg_locks where locktype = 'advisory' and granted",
      );
      expect(row).toEqual({ owners: 1 });
    });
    await expect(start()).rejects.toMatchObject({ name: 'InUseError' });
  });
});

describe('where it runs', () => {
  asRoot(
    'as root below a private folder it moves itself, and comes back to the same place',
    async () => {
      chmodSync(dataDir, 0o700);
      const home = join(dataDir, 'postgres');
      const { logger, lines } = captureLogger();
      const first = await start({ dataDir: home, logger });
      cleanUps.unshift(() => EmbeddedPostgres.remove(home));
      expect(first.folder).toMatch(/^\/var\/lib\/cauce\/[0-9a-f]+$/);
      expect(lines).toContainEqual(expect.objectContaining({ folder: first.folder, home }));
      await query(first.url, "create table kept (word text); insert into kept values ('before')");
      await first.stop();
      const second = await start({ dataDir: home });
      expect(second.folder).toBe(first.folder);
      expect(await rowIn(second)).toEqual([{ word: 'before' }]);
    },
  );

  asRoot('as root with programs below a private folder it runs a copy of them', async () => {
    const programs = join(dataDir, 'private');
    mkdirSync(programs, { mode: 0o700 });
    const { lines, logger } = captureLogger();
    const source = await start();
    const command = readFileSync(`/proc/${source.pid}/cmdline`, 'utf8').split('\0')[0] ?? '';
    await source.stop();
    const script = startScript(
      `import { cpSync } from 'node:fs'; cpSync(${JSON.stringify(join(command, '..', '..'))}, process.env.TO, { recursive: true, verbatimSymlinks: true });`,
      { TO: join(programs, 'native') },
    );
    expect(await script.ended).toBe(0);
    const postgres = await start({ binDir: join(programs, 'native', 'bin'), logger });
    const running = readFileSync(`/proc/${postgres.pid}/cmdline`, 'utf8');
    expect(running).toMatch(/^\/var\/cache\/cauce\/postgres-[0-9a-f]{16}\/bin\/postgres/);
    expect(lines.at(-1)).toMatchObject({ msg: 'embedded postgres started' });
  });

  asRoot('as root the server itself is an unprivileged user', async () => {
    const postgres = await start();
    const [, uid] =
      /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${postgres.pid}/status`, 'utf8')) ?? [];
    expect(Number(uid)).toBeGreaterThan(0);
  });

  asRoot('as an ordinary user it works in a folder of that user', async () => {
    process.env['BIN'] = await programsForEverybody();
    const owner = await ownerProcess(`
      import { mkdirSync } from 'node:fs';
      process.chdir('${TEMP}');
      ${becomeNobody()}
      mkdirSync(process.env.DATA, { mode: 0o755 });
    `);
    expect(owner.text).not.toMatch(/as 0$/m);
    await owner.kill();
    const postgres = await start();
    expect(postgres.pid).toBe(owner.serverPid);
    expect(await rowIn(postgres)).toEqual([{ word: 'before' }]);
    await postgres.stop();
    expect(await rowIn(await start())).toEqual([{ word: 'before' }]);
  });

  asRoot('as an ordinary user it says so when the data is another user’s', async () => {
    process.env['BIN'] = await programsForEverybody();
    await (await start()).stop();
    const other = otherProcess(becomeNobody());
    expect(await other.ended).not.toBe(0);
    expect(other.text).toContain('belongs to another user of this machine');
  });

  withVersion15('refuses data of another major version by name', async () => {
    const first = await start();
    await first.stop();
    await expect(start({ binDir: SYSTEM_15 })).rejects.toThrow(
      /made by PostgreSQL 1[6-9].*version 15/,
    );
  });

  withVersion15('runs on the PostgreSQL of the system, too', async () => {
    const postgres = await start({ binDir: SYSTEM_15 });
    const [row] = await query(postgres.url, "select upper('ñ') as upper, 'Z' < 'a' as bytes");
    expect(row).toEqual({ upper: 'Ñ', bytes: true });
  });

  it('says what is wrong with programs that cannot run', async () => {
    const nothing = start({ binDir: join(dataDir, 'nothing') });
    await expect(nothing).rejects.toThrow(/nothing.*CAUCE_PG_BIN/s);
  });

  it('repeats the server’s own words when it cannot start', async () => {
    const wrong = start({ settings: { ...settings, shared_buffers: 'many' } });
    await expect(wrong).rejects.toThrow(/PostgreSQL did not start:.*shared_buffers/s);
  });
});
