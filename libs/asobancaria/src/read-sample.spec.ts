import { readFileSync } from 'node:fs';
import { money } from '@cauce/money';
import {
  accountTypeName,
  fileIdentity,
  isNitOf,
  isReturned,
  meansName,
  originName,
  parseRecaudo,
  readRecaudo,
  writeRecaudoBytes,
} from './index.js';

const sample = readFileSync(new URL('./fixtures/recaudo-sample.asobancaria', import.meta.url));

async function parsed() {
  const parse = await parseRecaudo(sample);
  if (!parse.ok) throw new Error(parse.problems.map((found) => found.message).join('\n'));
  return parse;
}

describe('the sample file', () => {
  it('has seven records of 162 bytes with CR LF', () => {
    expect(sample).toHaveLength(7 * 164);
    expect(sample.filter((byte) => byte === 0x0d)).toHaveLength(7);
  });

  it('is sound, without a warning', async () => {
    const { totals, warnings, warningsOmitted } = await parsed();
    expect(totals).toEqual({ details: 3, amount: money(25_835_600n, 'COP') });
    expect({ warnings, warningsOmitted }).toEqual({ warnings: [], warningsOmitted: 0 });
  });

  it('names who collected for whom, and when', async () => {
    const { file } = await parsed();
    expect(file.header).toEqual({
      kind: 'file_header',
      line: 1,
      nit: '9001234568',
      collectedOn: '2026-11-20',
      bankCode: '007',
      account: '00000012345678901',
      createdOn: '2026-11-21',
      createdTime: '02:13',
      modifier: 'A',
      accountType: '01',
      reserved: '',
    });
  });

  it('has one batch of one service', async () => {
    const { file } = await parsed();
    expect(file.batches.map(({ header }) => header)).toEqual([
      {
        kind: 'batch_header',
        line: 2,
        serviceCode: '7709998765436',
        batchNumber: '0001',
        reserved: '',
      },
    ]);
  });

  it('has three payments', async () => {
    const { file } = await parsed();
    const details = file.batches.flatMap((batch) => batch.details);
    expect(details.map(({ line, sequence }) => [line, sequence])).toEqual([
      [3, 2],
      [4, 3],
      [5, 4],
    ]);
    expect(details.map(({ amount }) => amount.minor)).toEqual([
      8_500_000n,
      12_345_600n,
      4_990_000n,
    ]);
    expect(details.map(({ reference }) => reference)).toEqual([
      '100000004217',
      '100000004225',
      '100000004233',
    ]);
  });

  it('keeps every field of a payment', async () => {
    const { file } = await parsed();
    expect(file.batches[0]?.details[2]).toEqual({
      kind: 'detail',
      line: 5,
      rawReference: '000000000000000000000000000000000000100000004233',
      reference: '100000004233',
      amount: money(4_990_000n, 'COP'),
      origin: '03',
      means: '15',
      operation: '000103',
      authorization: '778812',
      debitedBankCode: '051',
      branchCode: '0000',
      sequence: 4,
      returnReason: '',
      reserved: '',
    });
  });

  it('declares what it holds', async () => {
    const { file } = await parsed();
    const declared = { detailCount: 3, amount: money(25_835_600n, 'COP'), reserved: '' };
    expect(file.batches[0]?.control).toEqual({
      ...declared,
      kind: 'batch_control',
      line: 6,
      batchNumber: '0001',
    });
    expect(file.control).toEqual({ ...declared, kind: 'file_control', line: 7 });
  });

  it('is written back byte for byte', async () => {
    const { file } = await parsed();
    expect(writeRecaudoBytes(file).equals(sample)).toBe(true);
  });

  it('is read record by record too', async () => {
    const kinds: string[] = [];
    for await (const record of readRecaudo(sample)) kinds.push(`${record.line} ${record.kind}`);
    expect(kinds).toEqual([
      '1 file_header',
      '2 batch_header',
      '3 detail',
      '4 detail',
      '5 detail',
      '6 batch_control',
      '7 file_control',
    ]);
  });

  it('has an identity that its sender would recognize', async () => {
    const { header } = await parsed();
    if (header === null) throw new Error('the sample has a header');
    expect(fileIdentity(header)).toBe('9001234568:12345678901:2026-11-20:007:A');
    expect(isNitOf(header.nit, '900123456')).toBe(true);
  });

  it('was paid in cash and by Internet', async () => {
    const { file } = await parsed();
    const details = file.batches.flatMap((batch) => batch.details);
    expect(details.map(({ means }) => meansName(means))).toEqual([
      'cash at the counter',
      'cash at the counter',
      'debit to account by Internet',
    ]);
    expect(details.map(({ origin }) => originName(origin))).toEqual([
      'bank',
      'bank',
      'ACH Colombia',
    ]);
    expect(details.some(isReturned)).toBe(false);
    expect(accountTypeName(file.header?.accountType ?? '')).toBe('savings');
  });
});

describe('codes of a bank’s own', () => {
  it.each(['31', '53', '99', '', 'toString'])('%j has no name, and is no error', (code) => {
    expect([originName(code), meansName(code), accountTypeName(code)]).toEqual([null, null, null]);
  });
});
