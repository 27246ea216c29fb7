import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { ConnectorError } from '../connector-error.js';
import { ConnectorWorld } from '../fixtures/connector-world.js';
import { cop } from '../fixtures/pretend-provider.js';
import type { SettlementReading } from '../settlement-source.js';
import { FetchSettlementsJob } from './fetch-settlements.job.js';

interface PretendFile {
  readonly name: string;
  readonly text: string;
  readonly sha256?: string | null;
}

let world: ConnectorWorld;
let box: Map<string, PretendFile[]>;
let broken: Set<string>;

/** A drop box whose files say `identity;amount,amount,…`, or `bad`. */
beforeEach(async () => {
  world = await ConnectorWorld.open();
  box = new Map();
  broken = new Set();
  world.provider.settlements = {
    format: 'pretend_1',
    list: async (day) => {
      if (broken.has(day)) throw new ConnectorError('timeout', 'as the test said');
      return (box.get(day) ?? []).map(({ name, text, sha256 }) => ({
        name,
        sha256: sha256 === undefined ? hash(text) : sha256,
      }));
    },
    fetch: async (day, name) => {
      const file = box.get(day)?.find((one) => one.name === name);
      if (file === undefined) throw new ConnectorError('provider_failed', 'no such file');
      return Buffer.from(file.text);
    },
    read: async (bytes, day) => read(Buffer.from(bytes).toString(), day),
  };
  world.clock.set('2026-11-22T15:00:00Z');
});
afterEach(() => world.close());

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function read(text: string, day: string): SettlementReading {
  if (text === 'crash') throw new TypeError('a bug of the reader');
  if (text.startsWith('bad')) {
    const problems = [{ code: 'FILE_VALUE', line: 3, detail: 'the total is wrong' }];
    return { kind: 'rejected', collectedOn: day, problems, declared: cop(2n), counted: cop(1n) };
  }
  const [identity = '', amounts = ''] = text.split(';');
  const lines = amounts
    .split(',')
    .filter((amount) => amount !== '')
    .map((amount, index) => ({
      number: index + 1,
      reference: String(index),
      rawReference: `00${index}`,
      amountMinor: BigInt(amount),
      currency: 'COP',
      operation: null,
    }));
  const total = cop(lines.reduce((sum, line) => sum + line.amountMinor, 0n));
  return {
    kind: 'accepted',
    identity: identity || `empty:${day}`,
    collectedOn: day,
    total,
    lines,
    warnings: [],
  };
}

const look = () => world.get(FetchSettlementsJob).run();
const received = () => world.sent('settlement.file_received');
const rejected = () => world.sent('settlement.file_rejected');

describe('a settlement file', () => {
  it('is kept and passed on, and its lines follow it', async () => {
    box.set('2026-11-20', [{ name: 'a.txt', text: 'A;100,250' }]);
    await look();
    const [file] = await received();
    expect(file).toMatchObject({
      ...{ route: 'demo.pretend', format: 'pretend_1', name: 'a.txt', identity: 'A' },
      ...{ collectedOn: '2026-11-20', lineCount: 2, total: cop(350n), sha256: hash('A;100,250') },
    });
    const [part] = await world.sent('settlement.lines');
    expect(part).toMatchObject({
      fileId: file?.fileId,
      lines: [
        { number: 1, amountMinor: 100n },
        { number: 2, amountMinor: 250n },
      ],
    });
    const [row] = await world.database.reads.query<{ bytes_gzip: Buffer }>(
      'select bytes_gzip from settlement_file',
    );
    expect(gunzipSync(row?.bytes_gzip ?? '').toString()).toBe('A;100,250');
  });

  it('is passed on under one key, in messages of at most five hundred lines', async () => {
    const amounts = Array.from({ length: 1_201 }, () => '100').join(',');
    box.set('2026-11-20', [{ name: 'a.txt', text: `A;${amounts}` }]);
    await look();
    const parts = await world.sent('settlement.lines');
    expect(parts.map((part) => part.lines.length)).toEqual([500, 500, 201]);
    const keys = await world.database.reads.query('select distinct key from outbox');
    expect(keys).toEqual([{ key: 'demo.pretend' }]);
  });

  it('is taken once, however often it is listed and under whatever name', async () => {
    box.set('2026-11-20', [{ name: 'a.txt', text: 'A;100' }]);
    await look();
    box.set('2026-11-20', [
      { name: 'a.txt', text: 'A;100' },
      { name: 'b.txt', text: 'A;100', sha256: null },
    ]);
    await look();
    await look();
    expect(await received()).toHaveLength(1);
    expect(await rejected()).toEqual([]);
  });

  it('is taken once by two processes that look at once', async () => {
    box.set('2026-11-20', [{ name: 'a.txt', text: 'A;100' }]);
    await Promise.all([look(), look(), look()]);
    expect(await received()).toHaveLength(1);
  });

  it('with other bytes under a known identity is rejected: somebody must look', async () => {
    box.set('2026-11-20', [
      { name: 'a.txt', text: 'A;100' },
      { name: 'b.txt', text: 'A;101' },
      { name: 'c.txt', text: 'C;101' },
    ]);
    await look();
    expect((await received()).map((file) => file.name)).toEqual(['a.txt', 'c.txt']);
    expect(await rejected()).toEqual([
      expect.objectContaining({
        name: 'b.txt',
        problems: [
          { code: 'DUPLICATE_IDENTITY', line: null, detail: expect.stringContaining('a.txt') },
        ],
        declaredTotal: cop(101n),
      }),
    ]);
  });

  it('that is wrong is passed on as rejected, once, with its totals', async () => {
    box.set('2026-11-20', [{ name: 'a.txt', text: 'bad' }]);
    await look();
    await look();
    expect(await rejected()).toEqual([
      expect.objectContaining({
        problems: [{ code: 'FILE_VALUE', line: 3, detail: 'the total is wrong' }],
        declaredTotal: cop(2n),
        countedTotal: cop(1n),
      }),
    ]);
    expect(await world.sent('settlement.lines')).toEqual([]);
  });

  it('that is corrected after it was rejected is taken', async () => {
    box.set('2026-11-20', [{ name: 'a.txt', text: 'bad' }]);
    await look();
    box.set('2026-11-20', [{ name: 'a.txt', text: 'A;100' }]);
    await look();
    expect(await received()).toHaveLength(1);
  });

  it('that is not what was listed is not taken until it is', async () => {
    box.set('2026-11-20', [{ name: 'a.txt', text: 'A;1', sha256: hash('A;100') }]);
    await look();
    expect(await received()).toEqual([]);
    box.set('2026-11-20', [{ name: 'a.txt', text: 'A;100', sha256: hash('A;100').toUpperCase() }]);
    await look();
    expect(await received()).toHaveLength(1);
  });

  it('without bytes is a day without collections, each day anew', async () => {
    box.set('2026-11-20', [{ name: 'a.txt', text: '' }]);
    box.set('2026-11-21', [{ name: 'a.txt', text: '' }]);
    await look();
    await look();
    expect((await received()).map((file) => [file.collectedOn, file.lineCount])).toEqual([
      ['2026-11-20', 0],
      ['2026-11-21', 0],
    ]);
  });
});

describe('looking for files', () => {
  it('looks at the last days in Bogota, the oldest first', async () => {
    world.clock.set('2026-11-23T04:59:59Z');
    for (const day of ['2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23']) {
      box.set(day, [{ name: 'a.txt', text: `${day};100` }]);
    }
    await look();
    expect((await received()).map((file) => file.collectedOn)).toEqual([
      '2026-11-20',
      '2026-11-21',
      '2026-11-22',
    ]);
  });

  it('goes on with the next day and the next file when one fails', async () => {
    broken.add('2026-11-20');
    box.set('2026-11-21', [
      { name: 'crash.txt', text: 'crash' },
      { name: 'b.txt', text: 'B;100' },
    ]);
    await look();
    expect((await received()).map((file) => file.name)).toEqual(['b.txt']);
    broken.clear();
    box.set('2026-11-20', [{ name: 'a.txt', text: 'A;100' }]);
    await look();
    expect(await received()).toHaveLength(2);
  });
});
