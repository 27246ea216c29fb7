import { readFileSync } from 'node:fs';
import { parseRecaudo } from './index.js';

const sample = readFileSync(
  new URL('./fixtures/recaudo-sample.asobancaria', import.meta.url),
  'latin1',
);

const records = sample.split('\r\n').slice(0, 7);
const bytes = (text: string) => Buffer.from(text, 'latin1');
const record = (index: number) => records[index] ?? '';

function put(index: number, column: number, text: string): string {
  const line = record(index);
  return line.slice(0, column - 1) + text + line.slice(column - 1 + text.length);
}

async function accepted(lines: readonly string[], lineEnd = '\r\n') {
  const parse = await parseRecaudo(bytes(lines.map((line) => line + lineEnd).join('')));
  if (!parse.ok) throw new Error(parse.problems.map((found) => found.message).join('\n'));
  const warnings = parse.warnings.map(({ code, line }) => `${code}@${line}`);
  return { ...parse, codes: warnings };
}

async function expectSampleTotals(lines: readonly string[], codes: string[], lineEnd?: string) {
  const parse = await accepted(lines, lineEnd);
  expect(parse.totals).toMatchObject({ details: 3, amount: { minor: 25_835_600n } });
  expect(parse.codes).toEqual(codes);
  return parse;
}

describe('line ends and lengths', () => {
  it('may be LF only', async () => {
    await expectSampleTotals(records, [], '\n');
  });

  it('may be missing on the last line', async () => {
    const parse = await parseRecaudo(bytes(records.join('\r\n')));
    expect(parse).toMatchObject({ ok: true, totals: { details: 3 }, warnings: [] });
  });

  it('may be mixed', async () => {
    const parse = await parseRecaudo(bytes(records.join('\n').replace('\n', '\r\n')));
    expect(parse).toMatchObject({ ok: true, totals: { details: 3 } });
  });

  it('may be cut to 29 and 33 characters in the controls', async () => {
    const cut = records.with(5, record(5).slice(0, 33)).with(6, record(6).slice(0, 29));
    await expectSampleTotals(cut, ['LINE_SHORT@6', 'LINE_SHORT@7']);
  });

  it('may be cut in every record, where only blanks are lost', async () => {
    const cut = records.map((line) => line.replace(/ +$/, ''));
    const codes = records.map((_line, index) => `LINE_SHORT@${index + 1}`);
    const parse = await expectSampleTotals(cut, codes);
    const whole = await accepted(records);
    expect(parse.file).toEqual(whole.file);
  });

  it('may be one byte short, as one known writer leaves them', async () => {
    const short = records.map((line) => line.slice(0, 161));
    await expectSampleTotals(
      short,
      records.map((_line, index) => `LINE_SHORT@${index + 1}`),
    );
  });

  it('may be 256 bytes of which the excess is blank', async () => {
    await expectSampleTotals(records.with(1, record(1).padEnd(256)), ['LINE_LONG@2']);
  });

  it('may be blank', async () => {
    await expectSampleTotals([...records, '', '   '], ['BLANK_LINE@8', 'BLANK_LINE@9']);
  });

  it('count blank lines in the line number that is reported', async () => {
    const parse = await expectSampleTotals(['', ...records], ['BLANK_LINE@1']);
    expect(parse.file.header?.line).toBe(2);
    expect(parse.file.batches[0]?.details[0]?.line).toBe(4);
  });
});

describe('a day without collections', () => {
  const noDetails = [
    record(0),
    record(1),
    put(5, 3, '000000000000000000000000000'),
    put(6, 3, '000000000000000000000000000'),
  ];

  it.each([
    ['no bytes', '', []],
    ['headers and zero controls', noDetails.join('\r\n'), []],
    ['a header and a zero control', [record(0), noDetails[3]].join('\r\n'), []],
    ['a header alone', record(0), ['HEADER_ONLY']],
    ['a header alone, with a line end', `${record(0)}\r\n`, ['HEADER_ONLY']],
    ['a line end alone', '\r\n', ['BLANK_LINE']],
  ])('may be a file of %s', async (_name, text, codes) => {
    const parse = await parseRecaudo(bytes(text));
    expect(parse).toMatchObject({ ok: true, totals: { details: 0, amount: { minor: 0n } } });
    expect(parse.warnings.map(({ code }) => code)).toEqual(codes);
  });

  it('is no excuse for a control that declares money', async () => {
    expect(await parseRecaudo(bytes([record(0), record(6)].join('\r\n')))).toMatchObject({
      ok: false,
      problems: [{ code: 'FILE_COUNT' }, { code: 'FILE_VALUE' }],
    });
  });
});

describe('what the standard leaves open', () => {
  it('lets a reference have letters', async () => {
    const raw = 'FAC-2026ñ 00042'.padStart(48, '0');
    const parse = await expectSampleTotals(records.with(2, put(2, 3, raw)), []);
    expect(parse.file.batches[0]?.details[0]).toMatchObject({
      rawReference: raw,
      reference: 'FAC-2026ñ 00042',
    });
  });

  it.each([
    ['letters to the left', 'AB12'.padEnd(48), 'AB12'],
    ['spaces to the left', '4217'.padStart(48), '4217'],
    [
      'two packed references',
      `${'4217'.padStart(24, '0')}${'900123456'.padStart(24, '0')}`,
      `4217${'900123456'.padStart(24, '0')}`,
    ],
    ['only zeros', '0'.repeat(48), '0'],
    ['a no-break space at its end', `${'4217'.padStart(47, '0')}\xa0`, '4217\xa0'],
  ])('keeps a reference with %s raw, and compares it without filling', async (_name, raw, bare) => {
    const parse = await expectSampleTotals(records.with(2, put(2, 3, raw)), []);
    expect(parse.file.batches[0]?.details[0]).toMatchObject({ rawReference: raw, reference: bare });
  });

  it('warns about a blank reference, and keeps the money', async () => {
    await expectSampleTotals(records.with(2, put(2, 3, ' '.repeat(48))), ['EMPTY_REFERENCE@3']);
  });

  it('lets one reference be paid twice', async () => {
    await expectSampleTotals(records.with(3, put(3, 3, record(2).slice(2, 50))), []);
  });

  it('keeps codes that no list names', async () => {
    const parse = await expectSampleTotals(records.with(2, put(2, 65, '3153')), []);
    expect(parse.file.batches[0]?.details[0]).toMatchObject({ origin: '31', means: '53' });
  });

  it('keeps a returned payment with its reason, and counts it', async () => {
    const parse = await expectSampleTotals(records.with(4, put(4, 95, 'D03')), []);
    expect(parse.file.batches[0]?.details[2]?.returnReason).toBe('D03');
  });

  it('lets the sequence start anywhere and leave gaps', async () => {
    const sequences = ['0000100', '0000101', '9999999'];
    const lines = records.map((line, index) => {
      const sequence = sequences[index - 2];
      return sequence === undefined ? line : put(index, 88, sequence);
    });
    await expectSampleTotals(lines, []);
  });

  it('lets the sequence start again in each batch', async () => {
    const second = records.slice(1, 6);
    const lines = [
      ...records.slice(0, 6),
      ...second.with(0, put(1, 16, '0002')).with(4, put(5, 30, '0002')),
      put(6, 3, '000000006000000000051671200'),
    ];
    const parse = await accepted(lines);
    expect(parse.totals).toMatchObject({ details: 6, amount: { minor: 51_671_200n } });
    expect(parse.codes).toEqual(['SEQUENCE_RESTARTED@8']);
  });

  it.each([
    ['with its check digit', '9001234568', []],
    ['without it, filled with a zero', '0900123456', []],
    ['with a digit that checks nothing', '9001234560', ['NIT_CHECK_DIGIT@1']],
  ])('lets the NIT come %s', async (_name, nit, codes) => {
    const parse = await expectSampleTotals(records.with(0, put(0, 3, nit)), codes);
    expect(parse.file.header?.nit).toBe(nit);
  });

  it.each([
    ['an EAN-13', '7709998765436', []],
    ['a NIT filled with zeros', '0009001234568', []],
    ['an EAN-13 with a wrong check digit', '7709998765437', ['SERVICE_CODE@2']],
  ])('lets the service code be %s', async (_name, code, codes) => {
    await expectSampleTotals(records.with(1, put(1, 3, code)), codes);
  });

  it('keeps a Latin-1 letter in a reserved part as one byte', async () => {
    const lines = records.with(0, put(0, 70, '\xd1'));
    const parse = await expectSampleTotals(lines, ['RESERVED_USED@1']);
    expect(parse.file.header?.reserved).toBe(`${' '.repeat(14)}Ñ`);
  });

  it('does not take the two bytes of a UTF-8 letter for one', async () => {
    const utf8 = Buffer.from(`${put(0, 70, 'Ñ')}\r\n`, 'utf8');
    const rest = bytes(records.slice(1).join('\r\n'));
    const parse = await parseRecaudo(Buffer.concat([utf8, rest]));
    expect(parse).toMatchObject({ ok: true, header: { nit: '9001234568' } });
    expect(parse.warnings.map(({ code }) => code)).toEqual(['LINE_LONG', 'RESERVED_USED']);
  });
});

describe('warnings', () => {
  it('are counted when they are too many to keep', async () => {
    const parse = await accepted([...records, ...Array<string>(250).fill('')]);
    expect(parse.warnings).toHaveLength(100);
    expect(parse.warningsOmitted).toBe(150);
  });

  it('say in a sentence what is unusual', async () => {
    const parse = await accepted(records.with(6, record(6).slice(0, 29)));
    expect(parse.warnings[0]?.message).toBe(
      'line 7: the line is shorter than 162 bytes; the rest is taken as blank; ' +
        'found "29 bytes"; expected "162 bytes"',
    );
  });
});
