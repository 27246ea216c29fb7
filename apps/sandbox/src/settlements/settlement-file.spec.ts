import { parseRecaudo, type RecaudoParse } from '@cauce/asobancaria';
import { pesos, ProviderUnderTest } from '../fixtures/provider-under-test.js';
import { SETTLEMENT_DEFECT_NAMES, type SettlementDefect } from './settlement-defect.js';
import { settledPayments, settlementBytes } from './settlement-file.js';

const DAY = '2026-11-20';

/** Three payments on the day, of 10.000, 20.000 and 30.000. */
function threePayments() {
  const world = new ProviderUnderTest();
  for (const n of [1, 2, 3]) {
    const { code } = world.issue({ factura: `100${n}`, valor: n * 10_000 });
    world.pay(code);
  }
  return settledPayments(world.collector.book.allTransactions(), DAY);
}

const settled = { day: DAY, modifier: 'A', payments: threePayments() };

async function read(defect: SettlementDefect | null): Promise<RecaudoParse> {
  return parseRecaudo(settlementBytes(settled, defect));
}

async function linesOf(defect: SettlementDefect | null): Promise<[string, bigint][]> {
  const parse = await read(defect);
  if (!parse.ok) throw new Error(parse.problems[0]?.message);
  return parse.file.batches.flatMap(({ details }) =>
    details.map(({ reference, amount }): [string, bigint] => [reference, amount.minor]),
  );
}

async function problemsOf(defect: SettlementDefect): Promise<string[]> {
  const parse = await read(defect);
  return parse.ok ? [] : parse.problems.map(({ code }) => code);
}

const RIGHT: [string, bigint][] = [
  ['1001', 1_000_000n],
  ['1002', 2_000_000n],
  ['1003', 3_000_000n],
];
const [FIRST, ...OTHERS] = RIGHT as [[string, bigint], ...[string, bigint][]];

describe('payments that a day reports', () => {
  it('are those taken on that day in Bogota, in order', () => {
    const world = new ProviderUnderTest();
    const pay = (factura: string, paidAt: string) =>
      world.pay(world.issue({ factura }).code, null, new Date(paidAt));
    pay('before', '2026-11-19T04:59:59Z');
    pay('last', '2026-11-20T04:59:59Z');
    pay('first', '2026-11-19T05:00:00Z');
    pay('after', '2026-11-20T05:00:00Z');
    const all = world.collector.book.allTransactions();
    expect(settledPayments(all, '2026-11-19').map(({ reference }) => reference)).toEqual([
      'first',
      'last',
    ]);
  });

  it('leave out what was given back, expired, or is not paid yet', () => {
    const world = new ProviderUnderTest();
    const back = world.issue({ factura: 'back' }).code;
    world.pay(back);
    world.collector.reverse({ code: back });
    world.issue({ factura: 'open' });
    world.pay(world.issue({ factura: 'kept' }).code);
    const all = world.collector.book.allTransactions();
    expect(settledPayments(all, DAY).map(({ reference }) => reference)).toEqual(['kept']);
  });

  it('have both payments of a voucher that was paid twice', () => {
    const world = new ProviderUnderTest();
    const { code } = world.issue();
    world.pay(code);
    world.pay(code, pesos(1));
    expect(settledPayments(world.collector.book.allTransactions(), DAY)).toHaveLength(2);
  });
});

describe('a settlement file', () => {
  it('reads back as the payments of the day, to the peso', async () => {
    expect(await linesOf(null)).toEqual(RIGHT);
    expect(await read(null)).toMatchObject({
      ok: true,
      warnings: [],
      header: {
        nit: '9001234568',
        collectedOn: DAY,
        createdOn: '2026-11-21',
        modifier: 'A',
        bankCode: '007',
      },
      totals: { details: 3, amount: { minor: 6_000_000n } },
    });
  });

  it('is the same to the byte each time', () => {
    expect(settlementBytes(settled, null)).toEqual(settlementBytes(settled, null));
  });

  it('differs by its modifier', () => {
    const [a, b] = ['A', 'B'].map((modifier) => settlementBytes({ ...settled, modifier }, null));
    expect(a?.equals(b ?? Buffer.alloc(0))).toBe(false);
  });

  it('of a day without payments has headers and zero totals', async () => {
    const parse = await parseRecaudo(settlementBytes({ ...settled, payments: [] }, null));
    expect(parse).toMatchObject({ ok: true, totals: { details: 0, amount: { minor: 0n } } });
  });

  it('cuts and replaces what the format cannot hold in a reference', async () => {
    const world = new ProviderUnderTest();
    world.pay(world.issue({ factura: `Ñ${'9'.repeat(59)}` }).code);
    const payments = settledPayments(world.collector.book.allTransactions(), DAY);
    const parse = await parseRecaudo(settlementBytes({ ...settled, payments }, null));
    expect(parse.ok && parse.file.batches[0]?.details[0]?.reference).toBe(`?${'9'.repeat(47)}`);
  });
});

describe('defects that a reader cannot see', () => {
  it.each<[SettlementDefect, [string, bigint][]]>([
    ['missing_line', OTHERS],
    ['extra_line', [...RIGHT, ['999999999999999999', 1_000_000n]]],
    ['amount_off_by_one', [['1001', 1_000_100n], ...OTHERS]],
    ['duplicate_line', [FIRST, FIRST, ...OTHERS]],
    ['trimmed_lines', RIGHT],
    ['lf_only', RIGHT],
    ['latin1_n', RIGHT],
    ['empty_file', []],
  ])('%s', async (defect, lines) => {
    expect(await linesOf(defect)).toEqual(lines);
  });
});

describe('defects that make a file useless', () => {
  it.each<[SettlementDefect, string[]]>([
    ['wrong_count', ['FILE_COUNT']],
    ['wrong_total', ['FILE_VALUE']],
    ['no_trailer', ['MISSING_FILE_CONTROL']],
    ['bad_order', ['RECORD_ORDER']],
  ])('%s', async (defect, codes) => {
    expect(await problemsOf(defect)).toEqual(codes);
  });

  it('truncated: inside of a line', async () => {
    expect(await problemsOf('truncated')).toEqual(
      expect.arrayContaining(['NOT_NUMERIC', 'MISSING_FILE_CONTROL']),
    );
    const bytes = settlementBytes(settled, 'truncated');
    expect(bytes.length % 164).not.toBe(0);
    expect(bytes.equals(settlementBytes(settled, null).subarray(0, bytes.length))).toBe(true);
  });
});

it('every defect changes the file', () => {
  const right = settlementBytes(settled, null);
  const same = SETTLEMENT_DEFECT_NAMES.filter((name) =>
    settlementBytes(settled, name).equals(right),
  );
  expect(same).toEqual([]);
});
