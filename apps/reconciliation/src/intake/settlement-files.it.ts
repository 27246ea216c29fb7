import { newId } from '@cauce/config';
import { SETTLEMENT_LINES_PER_MESSAGE } from '@cauce/contracts';
import { ReconciliationApp } from '../fixtures/reconciliation-app.js';
import type { RouteBook } from '../fixtures/route-book.js';
import {
  DAY,
  linesOf,
  sentAgain,
  type Envelope,
  type Line,
  type Taken,
} from '../fixtures/wire-builders.js';

const DUE = 8_500_000n;

/** Settlement files as connectors pass them on: whole, in parts, twice, wrong. */
describe('files that come in', () => {
  let app: ReconciliationApp;
  let route: RouteBook;

  beforeAll(async () => {
    app = await ReconciliationApp.open();
  }, 60_000);
  beforeEach(() => {
    route = app.route();
  });
  afterEach(async () => {
    expect(await route.audit()).toEqual([]);
  });
  afterAll(() => app?.close());

  const idOf = ({ message }: Envelope) => (message.data as { fileId: string }).fileId;
  const manyLines = (count: number): Taken[] =>
    Array.from({ length: count }, (_, index) => [String(index + 1), 1_000n]);
  const statuses = async () => (await route.day()).files.map((file) => file.status).sort();
  const aLine = (over: Partial<Line> = {}): Line => ({
    number: 1,
    reference: '1001',
    rawReference: '1001',
    amountMinor: DUE,
    currency: 'COP',
    operation: null,
    ...over,
  });

  it('counts a file when its last line is here, and not before', async () => {
    await route.post('1');
    const [header, ...parts] = route.file(manyLines(SETTLEMENT_LINES_PER_MESSAGE * 2 + 1));
    const last = parts.splice(1, 1);
    await app.deliver(header, ...parts);
    expect(await app.settle()).toBe(1);
    expect(await route.day()).toMatchObject({
      status: 'awaiting_file',
      received: { count: 0 },
      files: [{ status: 'receiving', lineCount: 1_001 }],
    });
    await app.deliver(...last);
    await app.settle();
    expect(await route.day()).toMatchObject({
      status: 'breaks',
      received: { count: 1_001, total: { value: 1_001_000 } },
      files: [{ status: 'complete' }],
    });
  });

  it('awaits the rest of a file also on a day without payments', async () => {
    const [header] = route.file([['1001', DUE]]);
    await app.deliver(header);
    expect((await route.day()).status).toBe('awaiting_file');
  });

  it('takes ten deliveries of every message as one', async () => {
    await route.post('1001');
    const file = route.file([
      ['1001', DUE],
      ['1002', DUE],
    ]);
    for (let times = 0; times < 10; times += 1) await app.deliver(...file);
    await app.settle();
    const before = await route.everything();
    await Promise.all(Array.from({ length: 10 }, () => app.deliver(...file)));
    expect(await app.settle()).toBe(0);
    expect(await route.everything()).toEqual(before);
    expect(await route.open()).toEqual([`MISSING_IN_LEDGER ${DAY} 1002 - 8500000`]);
  });

  it('takes ten sendings of every message as one', async () => {
    const file = route.file([['1001', DUE]]);
    await app.deliver(...file);
    for (let times = 0; times < 10; times += 1) await app.deliver(...file.map(sentAgain));
    await app.settle();
    expect(await statuses()).toEqual(['complete']);
    expect((await route.day()).received).toMatchObject({ count: 1 });
    expect(await route.deadLetters()).toEqual([]);
  });

  it.each([
    ['under another name', { name: 'copy.txt' }],
    ['with other bytes', { sha256: '0'.repeat(64) }],
  ])('takes the same file again %s as nothing new', async (_, over) => {
    await route.post('1001');
    const lines: Taken[] = [
      ['1001', DUE],
      ['1001', DUE],
    ];
    const first = await route.take(lines, { over: { identity: 'A' } });
    await app.settle();
    const before = await route.open();
    const again = await route.take(lines, { over: { identity: 'A', ...over } });
    await app.settle();
    expect(await route.open()).toEqual(before);
    expect(await statuses()).toEqual(['complete', 'duplicate']);
    expect((await app.file(first)).status).toBe('complete');
    expect((await app.file(again)).status).toBe('duplicate');
    expect((await route.day()).received).toMatchObject({ count: 2 });
  });

  it('takes the same file from two processes at once as one', async () => {
    const other = await app.openAnother();
    await route.post('1001');
    const copies = [1, 2, 3, 4].map(() => route.file([['1001', DUE]], { over: { identity: 'A' } }));
    await Promise.all(
      copies.map((file, index) => (index % 2 === 0 ? app : other).deliver(...file)),
    );
    app.clock.advance(2_000);
    other.clock.advance(2_000);
    await Promise.all([app.turn(), other.turn()]);
    await app.settle();
    await other.close();
    expect(await statuses()).toEqual(['complete', 'duplicate', 'duplicate', 'duplicate']);
    expect(await route.day()).toMatchObject({ status: 'matched', received: { count: 1 } });
  });

  it('takes the parts of one file from two processes at once', async () => {
    const other = await app.openAnother();
    const [header, ...parts] = route.file(manyLines(SETTLEMENT_LINES_PER_MESSAGE * 4));
    await app.deliver(header);
    await Promise.all([
      app.deliver(...parts),
      other.deliver(...[...parts].reverse().map(sentAgain)),
    ]);
    await app.settle();
    await other.close();
    expect(await route.day()).toMatchObject({
      received: { count: 2_000 },
      files: [{ status: 'complete' }],
    });
    expect(await route.deadLetters()).toEqual([]);
  });

  it('takes a second file of the day for what it is: more of the day', async () => {
    await route.post('1001');
    await route.post('1002');
    await route.take([['1001', DUE]], { over: { identity: 'A' } });
    await app.settle();
    await route.take([['1002', DUE]], { over: { identity: 'B' } });
    await app.settle();
    expect(await route.day()).toMatchObject({
      status: 'matched',
      received: { count: 2, total: { value: 17_000_000 } },
      matched: { count: 2 },
    });
  });

  it('finds a payment that stands in both files of a day', async () => {
    await route.post('1001');
    await route.take([['1001', DUE]], { over: { identity: 'A' } });
    await route.take([['1001', DUE]], { over: { identity: 'B' } });
    await app.settle();
    expect(await route.open()).toEqual([`DUPLICATE ${DAY} 1001 - 8500000`]);
  });

  it('quarantines other lines under the identity of a file that counts', async () => {
    await route.post('1001');
    await route.take([['1001', DUE]], { over: { identity: 'A' } });
    const other = await route.take([['1001', DUE + 1n]], { over: { identity: 'A' } });
    await app.settle();
    expect(await app.file(other)).toMatchObject({
      status: 'quarantined',
      problems: [{ code: 'DUPLICATE_FILE', line: null }],
    });
    expect(await route.open()).toEqual([`DUPLICATE ${DAY}  8500001 8500001`]);
    expect((await route.day()).matched).toMatchObject({ count: 1 });
  });

  it('takes a day without collections for what it says: nothing was collected', async () => {
    await route.post('1001');
    await route.take([]);
    await app.settle();
    expect(await route.open()).toEqual([`MISSING_IN_PROVIDER ${DAY} 1001 8500000 -`]);
  });

  it('has nothing to say of a file without lines on a day without payments', async () => {
    await route.take([]);
    await app.settle();
    expect(await route.day()).toMatchObject({ status: 'matched', received: { count: 0 } });
  });

  describe('that are wrong', () => {
    it.each([
      ['that is too high', { total: { minor: DUE + 1n, currency: 'COP' } }, 'LINES_TOTAL'],
      ['that is too low', { total: { minor: DUE - 1n, currency: 'COP' } }, 'LINES_TOTAL'],
      ['in another currency', { total: { minor: DUE, currency: 'USD' } }, 'LINES_CURRENCY'],
      ['in a currency of nobody', { total: { minor: DUE, currency: 'XAU' } }, 'UNKNOWN_CURRENCY'],
    ])('are quarantined whole: a total %s', async (_, over, code) => {
      await route.post('1001');
      const id = await route.take([['1001', DUE]], { over });
      await app.settle();
      expect(await app.file(id)).toMatchObject({ status: 'quarantined', problems: [{ code }] });
      expect(await route.day()).toMatchObject({
        status: 'quarantined',
        received: { count: 0 },
        matched: { count: 0 },
        breaks: { count: 1, byKind: { CONTROL_TOTAL: 1 } },
      });
    });

    it('are quarantined whole: no lines, and a total all the same', async () => {
      await route.take([], { over: { total: { minor: 1n, currency: 'COP' } } });
      await app.settle();
      expect(await route.open()).toEqual([`CONTROL_TOTAL ${DAY}  1 0`]);
    });

    it('are compared once they come right, and what was said of them is over', async () => {
      await route.post('1001');
      const over = { identity: 'A', total: { minor: DUE + 1n, currency: 'COP' } };
      await route.take([['1001', DUE]], { over });
      await app.settle();
      await route.take([['1001', DUE]], { over: { identity: 'A' } });
      await app.settle();
      expect(await route.open()).toEqual([]);
      expect(await route.day()).toMatchObject({ status: 'matched', matched: { count: 1 } });
    });

    it('are told of once, however often the same bytes come', async () => {
      const sha256 = 'a'.repeat(64);
      const first = route.rejected({ sha256 });
      const again = route.rejected({ sha256 });
      await app.deliver(first, again, sentAgain(again), sentAgain(first));
      await app.settle();
      expect(await route.open()).toHaveLength(1);
      expect(await statuses()).toEqual(['duplicate', 'quarantined']);
    });

    it('are told of also when the same bytes counted before, as read by another version', async () => {
      const sha256 = 'c'.repeat(64);
      await route.take([['1001', DUE]], { over: { sha256 } });
      await app.settle();
      await app.deliver(route.rejected({ sha256 }));
      expect(await route.open()).toContain(`CONTROL_TOTAL ${DAY}  900 800`);
    });

    it('are told of once when two processes refuse them at once', async () => {
      const other = await app.openAnother();
      const sha256 = 'b'.repeat(64);
      await Promise.all(
        [app, other, app, other].map((one) => one.deliver(route.rejected({ sha256 }))),
      );
      await other.close();
      expect(await route.open()).toHaveLength(1);
    });

    it('say DUPLICATE when being a repetition is all that is wrong with them', async () => {
      const problems = [{ code: 'DUPLICATE_IDENTITY', line: null, detail: 'came before' }];
      await app.deliver(route.rejected({ problems }));
      expect(await route.open()).toEqual([`DUPLICATE ${DAY}  900 800`]);
    });

    it('say CONTROL_TOTAL when more is wrong with them', async () => {
      const problems = ['DUPLICATE_IDENTITY', 'FILE_VALUE'].map((code) => {
        return { code, line: null, detail: code };
      });
      await app.deliver(route.rejected({ problems }));
      expect(await route.open()).toEqual([`CONTROL_TOTAL ${DAY}  900 800`]);
    });

    it('can be read when their totals are missing, in two currencies, or in none that we book', async () => {
      await app.deliver(
        route.rejected({ declaredTotal: null, countedTotal: null }),
        route.rejected({ declaredTotal: null, countedTotal: { minor: 5n, currency: 'XAU' } }),
        route.rejected({ countedTotal: { minor: 5n, currency: 'USD' } }),
      );
      expect(await route.open()).toEqual(Array(3).fill(`CONTROL_TOTAL ${DAY}  - -`));
      expect((await route.day()).files).toMatchObject(
        Array(3).fill({ total: null, declaredTotal: null }),
      );
    });
  });

  describe('in another order', () => {
    it('counts lines that came before the file they belong to', async () => {
      await route.post('1');
      const [header, ...parts] = route.file(manyLines(SETTLEMENT_LINES_PER_MESSAGE + 1));
      await app.deliver(...parts.reverse());
      expect(await route.day()).toMatchObject({ status: 'awaiting_file', files: [] });
      await app.deliver(header);
      await app.settle();
      expect(await route.deadLetters()).toEqual([]);
      expect(await route.day()).toMatchObject({
        received: { count: 501 },
        files: [{ status: 'complete' }],
      });
    });

    it('counts lines that are being written while their file comes to another process', async () => {
      const other = await app.openAnother();
      const [header, ...parts] = route.file(manyLines(SETTLEMENT_LINES_PER_MESSAGE));
      let announced = Promise.resolve();
      await app.whileHeld(
        { table: 'files', hold: 'writes' },
        () => app.deliver(...parts),
        async () => {
          announced = other.deliver(header);
          await app.untilWaiting(2);
        },
      );
      await announced;
      await app.settle();
      await other.close();
      expect(await statuses()).toEqual(['complete']);
    });
  });

  describe('whose lines belong nowhere', () => {
    it.each([
      ['another route', { route: 'efecty.other' }],
      ['another day', { collectedOn: '2026-11-20' }],
    ])('sets lines aside that name %s than their file', async (_, over) => {
      const [header] = route.file([['1001', DUE]]);
      await app.deliver(header);
      const about = { fileId: idOf(header), route: route.name, collectedOn: DAY };
      const { topic, message } = linesOf({ ...about, lines: [aLine()], ...over });
      await app.deliver({ topic, message: { ...message, key: route.name } });
      expect(await route.deadLetters()).toEqual([expect.stringContaining(about.fileId)]);
      expect(await statuses()).toEqual(['receiving']);
    });

    it('sets a file aside whose lines came before it as those of another day', async () => {
      const [header, ...parts] = route.file([['1001', DUE]]);
      const about = { fileId: idOf(header), route: route.name, collectedOn: '2026-11-20' };
      await app.deliver(linesOf({ ...about, lines: [aLine()] }), header, ...parts);
      expect(await route.deadLetters()).toEqual([expect.stringContaining(about.fileId)]);
      await route.post('1001');
      expect(await route.day()).toMatchObject({ status: 'awaiting_file', files: [] });
    });

    it('sets lines aside that are more than the file announced', async () => {
      const [header, ...parts] = route.file([['1001', DUE]]);
      await app.deliver(header, ...parts);
      await app.settle();
      const about = { fileId: idOf(header), route: route.name, collectedOn: DAY };
      await app.deliver(linesOf({ ...about, lines: [aLine({ number: 2 })] }));
      expect(await route.deadLetters()).toHaveLength(1);
      expect(await route.day()).toMatchObject({ received: { count: 1 } });
    });

    it('sets lines aside that belong to a file that was refused', async () => {
      const fileId = newId('sfile');
      await app.deliver(
        route.rejected({ fileId }),
        linesOf({ fileId, route: route.name, collectedOn: DAY, lines: [aLine()] }),
      );
      expect(await route.deadLetters()).toHaveLength(1);
      expect(await route.open()).toEqual([`CONTROL_TOTAL ${DAY}  900 800`]);
    });
  });
});
