import { money } from '@cauce/money';
import {
  buildRecaudo,
  RecaudoWriteError,
  writeRecaudo,
  writeRecaudoBytes,
  type Detail,
  type RecaudoDraft,
  type RecaudoFile,
} from './index.js';

const DRAFT: RecaudoDraft = {
  nit: '9001234568',
  collectedOn: '2026-11-20',
  bankCode: '007',
  account: '00000012345678901',
  createdOn: '2026-11-21',
  createdTime: '02:13',
  modifier: 'A',
  accountType: '01',
  batches: [
    {
      serviceCode: '7709998765436',
      payments: [
        { reference: '100000004217', amount: money(8_500_000n, 'COP') },
        { reference: '100000004225', amount: money(12_345_600n, 'COP') },
      ],
    },
    { serviceCode: '7709998765436', payments: [{ reference: '7', amount: money(1n, 'COP') }] },
  ],
};

/** The file with one of its details changed after it was built. */
function withDetail(change: Partial<Detail>): RecaudoFile {
  const file = buildRecaudo(DRAFT);
  const batches = file.batches.map((batch, index) =>
    index === 0
      ? { ...batch, details: batch.details.map((detail) => ({ ...detail, ...change })) }
      : batch,
  );
  return { ...file, batches };
}

function errorOf(write: () => unknown): RecaudoWriteError {
  try {
    write();
  } catch (error) {
    if (error instanceof RecaudoWriteError) return error;
    throw error;
  }
  throw new Error('it was written');
}

describe('a built file', () => {
  it('is numbered and counted', () => {
    const file = buildRecaudo(DRAFT);
    const all = file.batches.flatMap(({ header, details, control }) => [
      header,
      ...details,
      control,
    ]);
    expect(all.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(file.batches.map(({ header }) => header.batchNumber)).toEqual(['0001', '0002']);
    expect(file.batches.flatMap(({ details }) => details.map(({ sequence }) => sequence))).toEqual([
      2, 3, 4,
    ]);
    expect(file.batches.map(({ control }) => control.amount.minor)).toEqual([20_845_600n, 1n]);
    expect(file.control).toMatchObject({ line: 9, detailCount: 3, amount: { minor: 20_845_601n } });
  });

  it('fills what a payment leaves out with what a counter would write', () => {
    const [line] = [...writeRecaudo(buildRecaudo(DRAFT))].slice(2);
    expect(line).toBe(
      `06${'100000004217'.padStart(48, '0')}00000008500000010100000000000000000000000002${' '.repeat(68)}\r\n`,
    );
  });

  it('refuses a reference that 48 bytes cannot hold', () => {
    const payments = [{ reference: '1'.repeat(49), amount: money(1n, 'COP') }];
    const draft = { ...DRAFT, batches: [{ serviceCode: '7709998765436', payments }] };
    expect(errorOf(() => buildRecaudo(draft))).toMatchObject({
      code: 'TOO_LONG',
      field: '06.rawReference',
      width: 48,
    });
  });
});

describe('a written file', () => {
  it('has lines of 162 characters and CR LF', () => {
    const lines = [...writeRecaudo(buildRecaudo(DRAFT))];
    expect(lines).toHaveLength(9);
    expect(lines.every((line) => /^[^\r\n]{162}\r\n$/.test(line))).toBe(true);
  });

  it('has one byte for each character', () => {
    const bytes = writeRecaudoBytes(withDetail({ reserved: 'Peñón' }));
    expect(bytes).toHaveLength(9 * 164);
    expect(bytes.includes(0xf1)).toBe(true);
  });

  it('is written up to the value that does not fit, line by line', () => {
    const written: string[] = [];
    const file = withDetail({ operation: 'x' });
    expect(() => {
      for (const line of writeRecaudo(file)) written.push(line.slice(0, 2));
    }).toThrow(RecaudoWriteError);
    expect(written).toEqual(['01', '05']);
  });
});

describe('a value that its field cannot hold is refused:', () => {
  const refusals: [string, Partial<Detail>, string, string, number][] = [
    [
      'an amount of 15 digits',
      { amount: money(100_000_000_000_000n, 'COP') },
      'TOO_LONG',
      '06.amount',
      14,
    ],
    ['a negative amount', { amount: money(-1n, 'COP') }, 'WRONG_FORM', '06.amount', 14],
    ['dollars', { amount: money(1n, 'USD') }, 'WRONG_FORM', '06.amount', 14],
    ['a sequence of 8 digits', { sequence: 10_000_000 }, 'TOO_LONG', '06.sequence', 7],
    ['a negative sequence', { sequence: -1 }, 'WRONG_FORM', '06.sequence', 7],
    ['a broken sequence', { sequence: 1.5 }, 'WRONG_FORM', '06.sequence', 7],
    ['no sequence', { sequence: Number.NaN }, 'WRONG_FORM', '06.sequence', 7],
    ['letters in a number', { operation: '12A' }, 'WRONG_FORM', '06.operation', 6],
    ['an empty number', { origin: '' }, 'WRONG_FORM', '06.origin', 2],
    ['a number too long', { branchCode: '00001' }, 'TOO_LONG', '06.branchCode', 4],
    ['a long reason', { returnReason: 'D033' }, 'TOO_LONG', '06.returnReason', 3],
    ['a line end in a text', { reserved: 'a\r\n06' }, 'WRONG_FORM', '06.reserved', 65],
    ['a letter beyond Latin-1', { reserved: '€' }, 'WRONG_FORM', '06.reserved', 65],
    ['an emoji', { returnReason: '💸' }, 'WRONG_FORM', '06.returnReason', 3],
  ];

  it.each(refusals)('%s', (_name, change, code, field, width) => {
    const error = errorOf(() => writeRecaudoBytes(withDetail(change)));
    expect(error).toMatchObject({ code, field, width });
  });

  it.each([
    ['a day that does not exist', { collectedOn: '2026-02-30' }, '01.collectedOn'],
    ['a day in another form', { createdOn: '20261121' }, '01.createdOn'],
    ['a time that does not exist', { createdTime: '24:00' }, '01.createdTime'],
    ['a time in another form', { createdTime: '0213' }, '01.createdTime'],
    ['a NIT with a hyphen', { nit: '900123456-8' }, '01.nit'],
  ])('%s in the header', (_name, change, field) => {
    const header = { ...buildRecaudo(DRAFT).header, ...change };
    expect(errorOf(() => buildRecaudo({ ...DRAFT, ...header }))).toMatchObject({
      code: 'WRONG_FORM',
      field,
    });
  });

  it('and the error says which field, how wide, and what value', () => {
    const change = { amount: money(100_000_000_000_000n, 'COP') };
    expect(errorOf(() => writeRecaudoBytes(withDetail(change))).message).toBe(
      'the value does not fit its field: field 06.amount (amount, 14 bytes) cannot hold ' +
        '{"minor":"100000000000000","currency":"COP"}',
    );
  });
});

describe('a file that does not hang together is refused:', () => {
  it('a raw reference that stands for another one', () => {
    const error = errorOf(() => writeRecaudoBytes(withDetail({ rawReference: '9'.repeat(48) })));
    expect(error).toMatchObject({ code: 'REFERENCE_MISMATCH', field: '06.rawReference' });
  });

  it.each([
    ['batches without a file header', { header: null }],
    ['batches without a file control', { control: null }],
    ['a control without a header', { header: null, batches: [] }],
  ])('%s', (_name, change) => {
    const file = { ...buildRecaudo(DRAFT), ...change };
    expect(errorOf(() => writeRecaudoBytes(file)).code).toBe('INCOMPLETE_FILE');
  });
});
