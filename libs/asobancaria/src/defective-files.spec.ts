import { readFileSync } from 'node:fs';
import {
  fileIdentity,
  MAX_PROBLEMS,
  parseRecaudo,
  RECAUDO_PROBLEMS,
  type RecaudoProblem,
} from './index.js';

const sample = readFileSync(
  new URL('./fixtures/recaudo-sample.asobancaria', import.meta.url),
  'latin1',
);

const records = sample.split('\r\n').slice(0, 7);

/** The sample as lines: 0 is the file header, 1 the batch header, 2 to 4 details, 5 and 6 controls. */
function lines(): string[] {
  return [...records];
}

function record(index: number): string {
  return records[index] ?? '';
}

/** A record with other text from a column (1-based) on. */
function put(index: number, column: number, text: string): string {
  const line = record(index);
  return line.slice(0, column - 1) + text + line.slice(column - 1 + text.length);
}

/** The sample with one line in the place of another. */
function withLine(index: number, line: string): string[] {
  return lines().with(index, line);
}

function parse(changed: readonly string[], lineEnd = '\r\n') {
  const text = changed.map((line) => line + lineEnd).join('');
  return parseRecaudo(Buffer.from(text, 'latin1'));
}

async function problemsOf(changed: readonly string[]): Promise<readonly RecaudoProblem[]> {
  const result = await parse(changed);
  return result.ok ? [] : result.problems;
}

async function codesOf(changed: readonly string[]): Promise<string[]> {
  return (await problemsOf(changed)).map(({ code, line }) => `${code}@${line}`);
}

/** Every defect: what it is, the file, and what is said about it. */
const DEFECTS: [string, string[], string[]][] = [
  [
    'a detail is missing',
    lines().toSpliced(3, 1),
    ['BATCH_COUNT@5', 'BATCH_VALUE@5', 'FILE_COUNT@6', 'FILE_VALUE@6'],
  ],
  [
    'a detail is there twice',
    lines().toSpliced(3, 0, record(2)),
    ['SEQUENCE@4', 'BATCH_COUNT@7', 'BATCH_VALUE@7', 'FILE_COUNT@8', 'FILE_VALUE@8'],
  ],
  ['one digit of a value differs', withLine(3, put(3, 60, '9')), ['BATCH_VALUE@6', 'FILE_VALUE@7']],
  ['a value has a letter', withLine(3, put(3, 60, 'O')), ['NOT_NUMERIC@4']],
  ['a value has a decimal point', withLine(3, put(3, 62, '.')), ['NOT_NUMERIC@4']],
  ['a value is negative', withLine(3, put(3, 51, '-')), ['NOT_NUMERIC@4']],
  ['a value is blank', withLine(3, put(3, 51, ' '.repeat(14))), ['NOT_NUMERIC@4']],
  [
    'a detail stands before its batch header',
    [record(0), record(2), record(1), ...records.slice(3)],
    ['RECORD_ORDER@2'],
  ],
  [
    'a second file header stands after the end',
    [...lines(), record(0)],
    ['RECORD_AFTER_CONTROL@8'],
  ],
  [
    'a second file header stands in the middle',
    lines().toSpliced(2, 0, record(0)),
    ['RECORD_ORDER@3'],
  ],
  ['the file header is missing', lines().slice(1), ['RECORD_ORDER@1']],
  ['the batch control is missing', lines().toSpliced(5, 1), ['RECORD_ORDER@6']],
  ['the batch header is missing', lines().toSpliced(1, 1), ['RECORD_ORDER@2']],
  ['the file control is missing', lines().slice(0, 6), ['MISSING_FILE_CONTROL@6']],
  ['the file ends after the batch header', lines().slice(0, 2), ['MISSING_FILE_CONTROL@2']],
  ['the file ends inside a batch', lines().slice(0, 4), ['MISSING_FILE_CONTROL@4']],
  [
    'two whole files are joined',
    [...lines(), ...lines()],
    Array.from({ length: 7 }, (_, n) => `RECORD_AFTER_CONTROL@${n + 8}`),
  ],
  [
    'three lots share a control that covers one',
    [
      record(0),
      ...records.slice(1, 6),
      ...records
        .slice(1, 6)
        .map((line, n) => (n === 0 || n === 4 ? line.replace('0001', '0002') : line)),
      record(6),
    ],
    ['FILE_COUNT@12', 'FILE_VALUE@12'],
  ],
  [
    'a batch number comes back',
    [
      record(0),
      ...records.slice(1, 6),
      ...records.slice(1, 6),
      put(6, 3, '000000006000000000051671200'),
    ],
    ['BATCH_REPEATED@7'],
  ],
  ['the batch control names another batch', withLine(5, put(5, 30, '0002')), ['BATCH_NUMBER@6']],
  ['the batch count is wrong', withLine(5, put(5, 3, '000000004')), ['BATCH_COUNT@6']],
  ['the batch value is wrong', withLine(5, put(5, 29, '1')), ['BATCH_VALUE@6']],
  ['the file count is wrong', withLine(6, put(6, 3, '000000004')), ['FILE_COUNT@7']],
  ['the file value is wrong', withLine(6, put(6, 29, '1')), ['FILE_VALUE@7']],
  [
    'a count counts all records instead of details',
    withLine(6, put(6, 3, '000000007')),
    ['FILE_COUNT@7'],
  ],
  ['a line is one byte too long', withLine(3, `${record(3)}x`), ['LINE_LENGTH@4']],
  [
    'two lines are joined',
    lines().toSpliced(2, 2, record(2) + record(3)),
    ['LINE_LENGTH@3', 'BATCH_COUNT@5', 'FILE_COUNT@6'],
  ],
  ['a line is too long to be kept', withLine(3, record(3).padEnd(5_000)), ['LINE_LENGTH@4']],
  [
    'a blank line is too long to be kept',
    lines().toSpliced(3, 0, ' '.repeat(5_000)),
    ['LINE_LENGTH@4', 'RECORD_TYPE@4'],
  ],
  [
    'the header of the second batch cannot be read',
    [...lines().slice(0, 6), put(1, 16, '000x'), put(5, 3, `${'0'.repeat(27)}0002`), record(6)],
    ['NOT_NUMERIC@7'],
  ],
  [
    'a line of zeros stands in the middle',
    lines().toSpliced(3, 0, '0'.repeat(162)),
    ['RECORD_TYPE@4'],
  ],
  [
    'a line is of the file that billers send',
    lines().toSpliced(3, 0, '07'.padEnd(162)),
    ['RECORD_TYPE@4'],
  ],
  [
    'the first bytes are a byte order mark',
    withLine(0, `\xef\xbb\xbf${record(0).slice(0, -3)}`),
    ['RECORD_TYPE@1', 'RECORD_ORDER@2'],
  ],
  ['a sequence is repeated', withLine(3, put(3, 88, '0000002')), ['SEQUENCE@4']],
  ['a sequence goes back', withLine(4, put(4, 88, '0000001')), ['SEQUENCE@5']],
  ['a sequence is blank', withLine(4, put(4, 88, '       ')), ['NOT_NUMERIC@5']],
  ['a day does not exist', withLine(0, put(0, 13, '20260231')), ['BAD_DATE@1']],
  ['a day is all zeros', withLine(0, put(0, 41, '00000000')), ['BAD_DATE@1']],
  ['a day is written the other way round', withLine(0, put(0, 13, '20112026')), ['BAD_DATE@1']],
  ['an hour does not exist', withLine(0, put(0, 49, '2400')), ['BAD_TIME@1']],
  ['a minute does not exist', withLine(0, put(0, 49, '1260')), ['BAD_TIME@1']],
  ['a control character stands in a reference', withLine(2, put(2, 3, '\x00')), ['NOT_TEXT@3']],
  ['the NIT has a hyphen', withLine(0, put(0, 3, '900123456-')), ['NOT_NUMERIC@1']],
  ['a header is cut inside its fields', withLine(0, record(0).slice(0, 54)), ['NOT_NUMERIC@1']],
  ['a control is cut inside its value', withLine(6, record(6).slice(0, 28)), ['NOT_NUMERIC@7']],
  ['the file is of another format', ['a;b;c', '1;2;3'], ['RECORD_TYPE@1', 'RECORD_TYPE@2']],
];

/** Defects of size, which are too large for the table. */
const LARGE_DEFECTS: [string, () => string[], string][] = [
  [
    'has more lines than a reader accepts',
    () => [...lines(), ...Array<string>(1_000_000).fill('')],
    'TOO_MANY_LINES',
  ],
  [
    'has more problems than a person reads',
    () => Array<string>(500).fill('x'),
    'TOO_MANY_PROBLEMS',
  ],
];

describe('a file in which', () => {
  it.each(DEFECTS)('%s is refused, for that reason', async (_name, changed, expected) => {
    expect(await codesOf(changed)).toEqual(expected);
  });

  it.each(LARGE_DEFECTS)('a reader loses patience, as it %s', async (_name, make, code) => {
    const result = await parse(make(), '\n');
    if (result.ok) throw new Error('accepted');
    expect(result.problems.at(-1)?.code).toBe(code);
    expect(result.problems.length).toBeLessThanOrEqual(MAX_PROBLEMS);
    expect(result.counted).toBeNull();
  });

  it('anything is wrong: every code of the table is provoked above', () => {
    const provoked = DEFECTS.flatMap(([, , codes]) => codes.map((code) => code.split('@')[0]));
    const all = new Set([...provoked, ...LARGE_DEFECTS.map(([, , code]) => code)]);
    expect([...all].toSorted()).toEqual(Object.keys(RECAUDO_PROBLEMS).toSorted());
  });
});

describe('a problem', () => {
  it('tells line, columns, what stands there and what should', async () => {
    const [first] = await problemsOf(withLine(5, put(5, 30, '0002')));
    expect(first).toEqual({
      code: 'BATCH_NUMBER',
      line: 6,
      columns: { from: 30, to: 33 },
      value: '0002',
      expected: '0001',
      message:
        'line 6, columns 30 to 33: the batch control names another batch than the batch header; ' +
        'found "0002"; expected "0001"',
    });
  });

  it('quotes both sides of a total that does not hold', async () => {
    const [batch] = await problemsOf(withLine(3, put(3, 60, '9')));
    expect(batch).toMatchObject({ columns: { from: 12, to: 29 }, value: '25835600' });
    expect(batch?.expected).toBe('25885600');
  });

  it('names the records that could have stood there', async () => {
    const [order] = await problemsOf(lines().toSpliced(5, 1));
    expect(order).toMatchObject({ value: '09', expected: '06 or 08' });
  });

  it('quotes a long value in part only', async () => {
    const [length] = await problemsOf(withLine(3, record(3) + 'x'.repeat(500)));
    expect(length).toMatchObject({ value: 'x'.repeat(48), columns: { from: 163, to: 662 } });
  });
});

describe('the totals of a refused file', () => {
  it('are both given where they are known', async () => {
    const result = await parse(lines().toSpliced(3, 1));
    expect(result).toMatchObject({
      ok: false,
      header: { bankCode: '007' },
      counted: { details: 2, amount: { minor: 13_490_000n } },
      declared: { details: 3, amount: { minor: 25_835_600n } },
    });
  });

  it('stand beside the first header, when there is another one', async () => {
    const result = await parse(lines().toSpliced(2, 0, put(0, 21, '051')));
    expect(result).toMatchObject({ ok: false, header: { line: 1, bankCode: '007' } });
  });

  it('are not declared when the file was cut off', async () => {
    const result = await parse(lines().slice(0, 4));
    expect(result).toMatchObject({ counted: { details: 2 }, declared: null });
  });

  it('are not counted when a value could not be read', async () => {
    const result = await parse(withLine(3, put(3, 60, 'O')));
    expect(result).toMatchObject({ counted: null, declared: { details: 3 } });
  });
});

describe('a second file of the same day', () => {
  it('has another modifier, and so another identity', async () => {
    const first = await parse(lines());
    const second = await parse(withLine(0, put(0, 53, 'B')));
    if (!second.ok || first.header === null || second.header === null) throw new Error('refused');
    expect(fileIdentity(second.header)).toBe('9001234568:12345678901:2026-11-20:007:B');
    expect(fileIdentity(second.header)).not.toBe(fileIdentity(first.header));
  });

  it('has the same identity when only the padding of the account differs', async () => {
    const first = await parse(lines());
    const padded = await parse(withLine(0, put(0, 24, '12345678901      ')));
    if (first.header === null || padded.header === null) throw new Error('refused');
    expect(fileIdentity(padded.header)).toBe(fileIdentity(first.header));
  });
});
