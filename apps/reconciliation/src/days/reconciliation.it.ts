import { writeCursor } from '@cauce/api';
import { newId } from '@cauce/config';
import { ReconciliationApp, type KeyName } from '../fixtures/reconciliation-app.js';
import type { RouteBook } from '../fixtures/route-book.js';
import { DAY, DAY_AFTER } from '../fixtures/wire-builders.js';
import { breakView, daysView, dayView, fileView } from './days.schema.js';

const DUE = 8_500_000n;
const A_BREAK = `brk_${'0'.repeat(26)}`;

/** What operators read over HTTP, and what everybody is refused. */
describe('reconciliation over HTTP', () => {
  let app: ReconciliationApp;
  let route: RouteBook;

  beforeAll(async () => {
    app = await ReconciliationApp.open();
  }, 60_000);
  beforeEach(() => {
    route = app.route();
  });
  afterAll(() => app?.close());

  async function refused(path: string, as: KeyName | null = 'operator') {
    const answer = await app.ask(path, as);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).not.toMatch(/select |SQL|syntax/i);
    const { code, errors } = answer.json<{ code: string; errors?: { pointer: string }[] }>();
    return [answer.statusCode, code, ...(errors ?? []).map(({ pointer }) => pointer)];
  }

  /** Follows `next` to the end of a list. */
  async function pages(query: string, limit: number): Promise<string[][]> {
    const seen: string[][] = [];
    let next = '';
    for (let page = 0; page < 20; page += 1) {
      const answer = await app.breaks(`${query}&limit=${limit}${next}`);
      seen.push(answer.data.map((one) => one.id));
      if (answer.next === null) return seen;
      next = `&after=${answer.next}`;
    }
    throw new Error('the list has no end');
  }

  describe('a day', () => {
    it('of a known route that nothing is known of: no activity', async () => {
      await route.post('1001');
      expect(await route.day(DAY_AFTER)).toMatchObject({ status: 'no_activity', files: [] });
    });

    it('whose file has not come: it is awaited, and nothing is missing', async () => {
      await route.post('1001');
      await app.settle();
      expect(await route.day()).toMatchObject({
        status: 'awaiting_file',
        expected: { count: 1, total: { value: 8_500_000, currency: 'COP' } },
        breaks: { count: 0 },
      });
    });

    it('with a good file and a refused one: breaks, not quarantined', async () => {
      await route.take([]);
      await app.deliver(route.rejected());
      await app.settle();
      expect((await route.day()).status).toBe('breaks');
    });

    it('answers as its schema says, alone, among all routes, and file by file', async () => {
      await route.post('1001');
      await route.take([['1002', DUE]], { over: { warnings: ['read with LF'] } });
      await app.deliver(route.rejected());
      await app.settle();
      const day = await route.day();
      expect(dayView.parse(day)).toEqual(day);
      const all = (await app.ask(`days/${DAY}`)).json();
      expect(daysView.parse(all)).toEqual(all);
      expect(daysView.parse(all).routes).toContainEqual(day);
      for (const { id } of day.files) {
        const file = await app.file(id);
        expect(day.files).toContainEqual(fileView.parse(file));
      }
      for (const one of await route.breaks()) expect(breakView.parse(one)).toEqual(one);
    });

    it('of all routes names each of them once, in order', async () => {
      await route.post('1001');
      const { routes } = (await app.ask(`days/${DAY}`, 'admin')).json<{
        routes: { route: string }[];
      }>();
      const names = routes.map((one) => one.route);
      expect(names).toContain(route.name);
      expect(names).toEqual([...new Set(names)].sort());
    });

    it('adds up at any moment: a run that ends while it is read is in it whole or not at all', async () => {
      await route.take([['1001', DUE]]);
      await app.settle();
      const runEnds = async (query: (sql: string) => Promise<unknown>) => {
        await query(
          `insert into matches (route, day, file_id, line_number, item_id, item_day, amount_minor,
             currency, rule, rule_version, matched_at)
           select route, day, file_id, line_number, 'fact', day, received_minor, currency, 'test', 1, now()
             from breaks where route = '${route.name}'`,
        );
        await query(
          `update breaks set status = 'closed', close_reason = 'matched_by_posting', closed_at = now()
            where route = '${route.name}'`,
        );
      };
      const held = { table: 'breaks', hold: 'reads' } as const;
      const { received, matched, breaks } = await app.whileHeld(held, () => route.day(), runEnds);
      expect(matched.count + breaks.count).toBe(received.count);
    });

    it.each([
      'today',
      '2026-11-31',
      '2026-02-29',
      '2026-1-1',
      '20261119',
      '0000-01-01',
      `${DAY}T00:00:00Z`,
      "2026-11-19' or 1=1",
    ])('that is none, such as %s: 404', async (day) => {
      const path = `days/${encodeURIComponent(day)}?route=${route.name}`;
      await route.post('1001');
      expect(await refused(path)).toEqual([404, 'NOT_FOUND']);
    });

    it.each(['0001-01-01', '9999-12-31', '2028-02-29'])(
      'far away, %s: no activity',
      async (day) => {
        await route.post('1001');
        expect((await route.day(day)).status).toBe('no_activity');
      },
    );
  });

  describe('refuses', () => {
    it.each(['efecty.nobody', 'baloto.payu'])('the unknown route %s', async (unknown) => {
      const expected = [400, 'INVALID_REQUEST', '?route'];
      expect(await refused(`days/${DAY}?route=${unknown}`)).toEqual(expected);
      expect(await refused(`breaks?route=${unknown}`)).toEqual(expected);
    });

    it.each(['Efecty.epayco', 'efecty', 'efecty.', "x.y'", 'a.b.c'])(
      'the route %j, which is none',
      async (text) => {
        const query = `route=${encodeURIComponent(text)}`;
        expect(await refused(`days/${DAY}?${query}`)).toEqual([400, 'INVALID_REQUEST', '?route']);
        expect(await refused(`breaks?${query}`)).toEqual([400, 'INVALID_REQUEST', '?route']);
      },
    );

    it.each([
      ['limit=0', '?limit'],
      ['limit=101', '?limit'],
      ['limit=1.5', '?limit'],
      ['status=new', '?status'],
      ['kind=FEE_MISMATCH', '?kind'],
      ['colour=red', '?colour'],
    ])('breaks?%s', async (query, pointer) => {
      expect(await refused(`breaks?${query}`)).toEqual([400, 'INVALID_REQUEST', pointer]);
    });

    it.each([
      ['is not base64', 'x'],
      ['is not JSON', Buffer.from('brk').toString('base64url')],
      ['is no list', Buffer.from('{"0":"a"}').toString('base64url')],
      ['is too short', writeCursor(['2026-11-19T00:00:00.000Z'])],
      ['is too long', writeCursor(['2026-11-19T00:00:00.000Z', A_BREAK, A_BREAK])],
      ['has no instant', writeCursor(['yesterday', A_BREAK])],
      ['has an instant of PostgreSQL alone', writeCursor(['infinity', A_BREAK])],
      ['has a day that is none', writeCursor(['2026-11-31T00:00:00.000Z', A_BREAK])],
      ['has a year that PostgreSQL lacks', writeCursor(['0000-01-01T00:00:00.000Z', A_BREAK])],
      ['has no id of a break', writeCursor(['2026-11-19T00:00:00.000Z', 'pay_1'])],
      ['has a text that PostgreSQL does not take', writeCursor(['2026-11-19T00:00:00.000Z', '\0'])],
    ])('a forged cursor that %s', async (_, cursor) => {
      expect(await refused(`breaks?after=${cursor}`)).toEqual([400, 'INVALID_REQUEST', '?after']);
    });

    it.each([
      `days/${DAY}`,
      `files/sfile_${'0'.repeat(26)}`,
      'breaks',
      'breaks?limit=0',
      'files/unknown',
    ])('%s to whoever may not know', async (path) => {
      expect((await refused(path, null)).slice(0, 2)).toEqual([401, 'UNAUTHENTICATED']);
      expect((await refused(path, 'reader')).slice(0, 2)).toEqual([403, 'FORBIDDEN']);
    });

    it.each([`days/${DAY}`, `files/sfile_${'0'.repeat(26)}`, 'breaks'])(
      '%s to a merchant, whatever its key may do',
      async (path) => {
        expect(await refused(path, 'shop')).toEqual([403, 'OPERATOR_KEY_REQUIRED']);
      },
    );

    it('a key that was revoked, five seconds later at the latest', async () => {
      const temporary = await app.makeKey('temporary');
      expect((await app.ask('breaks', 'temporary')).statusCode).toBe(200);
      await app.revoke(temporary);
      app.clock.advance(5_000);
      expect(await refused('breaks', 'temporary')).toEqual([401, 'UNAUTHENTICATED']);
    });

    it('a file that nobody sent, like one whose name is no id', async () => {
      expect(await refused(`files/${newId('sfile')}`)).toEqual([404, 'FILE_NOT_FOUND']);
      expect(await refused('files/recaudo.txt')).toEqual([404, 'NOT_FOUND']);
      expect(await refused(`files/${newId('brk')}`)).toEqual([404, 'NOT_FOUND']);
    });
  });

  describe('the list of breaks', () => {
    beforeEach(async () => {
      for (const reference of ['1', '2', '3']) {
        await route.take([[reference, DUE]], { day: DAY });
        await app.settle();
      }
      await route.take(['4', '5', '6', '7'].map((reference) => [reference, DUE]));
      await app.settle();
    });

    it.each([1, 2, 3, 6, 7, 100])('misses and repeats nothing in pages of %i', async (limit) => {
      const seen = await pages(`route=${route.name}`, limit);
      expect(seen.flat()).toEqual((await route.breaks()).map((one) => one.id));
      expect(new Set(seen.flat()).size).toBe(7);
      expect(seen).toHaveLength(Math.ceil(7 / limit));
    });

    it('is newest first, and what opens meanwhile moves nothing', async () => {
      const first = await app.breaks(`route=${route.name}&limit=4`);
      app.clock.advance(1);
      await route.take([['8', DUE]]);
      await app.settle();
      const rest = await app.breaks(`route=${route.name}&limit=4&after=${first.next}`);
      expect(rest.data.map((one) => one.reference)).toEqual(['3', '2', '1']);
      expect(rest.next).toBeNull();
    });

    it('is narrowed by state and by kind', async () => {
      await route.post('1');
      await route.post('2', DUE + 1n);
      await app.settle();
      const count = async (query: string) =>
        (await app.breaks(`route=${route.name}&${query}`)).data.length;
      expect(await count('status=closed')).toBe(1);
      expect(await count('status=open')).toBe(6);
      expect(await count('kind=AMOUNT_MISMATCH')).toBe(1);
      expect(await count('kind=MISSING_IN_LEDGER&status=open')).toBe(5);
      expect(await count('kind=CONTROL_TOTAL')).toBe(0);
    });
  });
});
