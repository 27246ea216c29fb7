import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { EmbeddedPostgres, visitPostgres } from '@cauce/database';
import { eventually, freePort, silentLogger } from '@cauce/testing';
import pg from 'pg';
import { typed } from './fixtures/typed.js';
import { readSettings } from './settings.js';
import { startCauce, type RunningCauce } from './start-cauce.js';

/** Root's own folder for temporary files may be closed to the server's user. */
const TEMP = process.getuid?.() === 0 ? '/tmp' : tmpdir();

/** An instance that knows a key hears of its revocation after five seconds at the latest. */
const REVOKED_WITHIN_MS = 10_000;

jest.setTimeout(90_000);

describe('commands on the embedded database', () => {
  let dataDir = '';
  let env: Record<string, string> = {};

  beforeAll(async () => {
    dataDir = mkdtempSync(join(TEMP, 'cauce-beside-'));
    chmodSync(dataDir, 0o755);
    env = {
      CAUCE_DATA_DIR: dataDir,
      CAUCE_HTTP_PORT: String(await freePort()),
      CAUCE_SANDBOX_PORT: String(await freePort()),
      CAUCE_LOG_LEVEL: 'silent',
    };
  });
  afterAll(() => EmbeddedPostgres.remove(join(dataDir, 'postgres')));

  const keyIn = (out: string) => /^Key +(cauce_\S+)$/m.exec(out)?.[1] ?? '';
  const idIn = (out: string) => /^Key id +(\S+)$/m.exec(out)?.[1] ?? '';

  it('work while nothing runs, and leave nothing running', async () => {
    const made = await typed(['keys', 'create', '--new-merchant', 'Tienda'], env);
    expect(made).toMatchObject({ code: 0, err: '' });
    const listed = await typed(['keys', 'list'], env);
    expect(listed.out).toContain(`${idIn(made.out)}  test  mer_`);
    const verified = await typed(['ledger', 'verify'], env);
    expect(verified.code).toBe(0);
    expect(JSON.parse(verified.out)).toMatchObject({ ok: true, counted: { entries: 0 } });
    // The next one can own the data: nobody kept it.
    const owner = await EmbeddedPostgres.start({
      dataDir: join(dataDir, 'postgres'),
      logger: silentLogger(),
    });
    await owner.stop();
  });

  describe('while Cauce runs', () => {
    let running: RunningCauce;

    beforeAll(async () => {
      running = await startCauce(readSettings(env), silentLogger());
    });
    afterAll(() => running?.stop());

    const status = async (key: string) => {
      const response = await fetch(`${running.url}/v1/ledger/accounts`, {
        headers: { authorization: `Bearer ${key}` },
      });
      return response.status;
    };

    it('ledger verify checks the books and leaves Cauce running', async () => {
      const { code, out, err } = await typed(['ledger', 'verify'], env);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const report = JSON.parse(out) as { ok: boolean; checks: { violations: number }[] };
      expect(report.ok).toBe(true);
      expect(report.checks.length).toBeGreaterThan(5);
      await eventually(async () => expect((await fetch(`${running.url}/readyz`)).status).toBe(200));
    });

    it('a new key works at once, and no longer once it is revoked', async () => {
      const made = await typed(['keys', 'create', '--new-merchant', 'Tienda'], env);
      const key = keyIn(made.out);
      expect(await status(key)).toBe(200);
      expect(await status(`${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`)).toBe(401);
      expect(await typed(['keys', 'revoke', idIn(made.out)], env)).toMatchObject({ code: 0 });
      await eventually(async () => expect(await status(key)).toBe(401), {
        withinMs: REVOKED_WITHIN_MS,
      });
    });

    it('every service hears of a new key', async () => {
      const made = await typed(['keys', 'create', '--operator'], env);
      const url = await embeddedUrl();
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        for (const schema of ['router', 'ledger', 'reconciliation']) {
          await eventually(async () => {
            const { rowCount } = await client.query(
              `select from ${schema}.api_keys where key_id = $1`,
              [idIn(made.out)],
            );
            return rowCount === 1;
          });
        }
      } finally {
        await client.end();
      }
    });

    it('a second start is refused, in words', async () => {
      await expect(startCauce(readSettings(env), silentLogger())).rejects.toThrow(
        'already uses the database',
      );
      expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
    });

    async function embeddedUrl(): Promise<string> {
      const visit = await visitPostgres({
        dataDir: join(dataDir, 'postgres'),
        logger: silentLogger(),
      });
      return visit.url;
    }

    it('ledger verify ends with 1 when the books are broken', async () => {
      const client = new pg.Client({ connectionString: await embeddedUrl() });
      await client.connect();
      await client.query(`insert into ledger.account (code, currency, opened_at)
        values ('income.platform_fee', 'COP', now())`);
      await client.query(`insert into ledger.balance (account_id, balance_minor, version)
        select id, 5, 0 from ledger.account where code = 'income.platform_fee'`);
      await client.end();
      const { code, out } = await typed(['ledger', 'verify'], env);
      expect(code).toBe(1);
      expect(JSON.parse(out)).toMatchObject({
        ok: false,
        checks: expect.arrayContaining([
          expect.objectContaining({ violations: 1, examples: ['COP is off by 5'] }),
        ]),
      });
    });
  });
});
