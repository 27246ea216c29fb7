import { money } from '@cauce/money';
import fc from 'fast-check';
import { buildRecaudo, parseRecaudo, writeRecaudoBytes, type RecaudoFile } from './index.js';

const digits = (width: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: width, maxLength: width })
    .map((list) => list.join(''));

/** One byte each, without control characters; with the no-break space, which is easily cut by mistake. */
const character = fc.oneof(
  fc.integer({ min: 0x20, max: 0x7e }),
  fc.constantFrom(0x80, 0xa0, 0xd1, 0xf1, 0xff),
);

const text = (maxLength: number) =>
  fc.array(character, { maxLength }).map((codes) => String.fromCharCode(...codes));

const day = fc
  .date({
    min: new Date('2000-01-01T00:00:00Z'),
    max: new Date('2099-12-31T00:00:00Z'),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString().slice(0, 10));

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));

const amount = fc.bigInt({ min: 0n, max: 99_999_999_999_999n });

describe('a file written and read again', () => {
  const payment = fc.record(
    {
      reference: fc.oneof(digits(12), digits(48), fc.stringMatching(/^[1-9A-Z][0-9A-Z-]{0,30}$/)),
      amount: amount.map((minor) => money(minor, 'COP')),
      origin: digits(2),
      means: digits(2),
      operation: digits(6),
      authorization: digits(4),
      debitedBankCode: digits(3),
      branchCode: digits(4),
      returnReason: fc.constantFrom('', 'D03', 'C7'),
    },
    { requiredKeys: ['reference', 'amount'] },
  );
  const draft = fc.record({
    nit: digits(10),
    collectedOn: day,
    bankCode: digits(3),
    account: fc.oneof(digits(17), digits(11)),
    createdOn: day,
    createdTime: time,
    modifier: fc.constantFrom('A', 'B', 'Z'),
    accountType: digits(2),
    batches: fc.array(
      fc.record({ serviceCode: digits(13), payments: fc.array(payment, { maxLength: 5 }) }),
      { maxLength: 4 },
    ),
  });

  it('is the same file', async () => {
    await fc.assert(
      fc.asyncProperty(draft, async (given) => {
        const file = buildRecaudo(given);
        const parse = await parseRecaudo(writeRecaudoBytes(file));
        expect(parse).toMatchObject({ ok: true });
        expect(parse.ok && parse.file).toEqual(file);
      }),
    );
  });

  it('may have nothing in it', async () => {
    const nothing: RecaudoFile = { header: null, batches: [], control: null };
    expect(writeRecaudoBytes(nothing)).toHaveLength(0);
    const parse = await parseRecaudo(writeRecaudoBytes(nothing));
    expect(parse.ok && parse.file).toEqual(nothing);
  });
});

/**
 * Bytes made here column by column from the standard, without the writer and its field tables, so that
 * the two cannot be wrong alike.
 */
describe('bytes read and written again', () => {
  const reserved = (width: number) => text(width).map((value) => value.padEnd(width));
  const compact = (value: string) => value.replace(/[-:]/g, '');

  const header = fc
    .tuple(digits(10), day, digits(3), text(17), day, time, character, digits(2), reserved(107))
    .map(
      ([nit, collected, bank, account, created, at, modifier, type, rest]) =>
        `01${nit}${compact(collected)}${bank}${account.padEnd(17)}${compact(created)}${compact(at)}` +
        `${String.fromCharCode(modifier)}${type}${rest}`,
    );

  const detail = fc.tuple(
    fc.oneof(
      digits(48),
      text(48).map((value) => value.padEnd(48)),
    ),
    amount,
    digits(23),
    fc.constantFrom('   ', 'D03', 'C7 '),
    reserved(65),
  );

  const batch = fc.record({
    service: digits(13),
    gap: fc.integer({ min: 1, max: 2_000 }),
    details: fc.array(detail, { maxLength: 6 }),
    tails: fc.tuple(reserved(143), reserved(129)),
  });

  const file = fc
    .tuple(header, fc.array(batch, { maxLength: 4 }), reserved(133))
    .map(([first, batches, tail]) => {
      const lines = [first];
      const control = (list: readonly (readonly [string, bigint, ...unknown[]])[]) =>
        String(list.length).padStart(9, '0') +
        String(list.reduce((sum, [, minor]) => sum + minor, 0n)).padStart(18, '0');
      batches.forEach(({ service, gap, details, tails }, index) => {
        const number = String(index * 7 + 1).padStart(4, '0');
        lines.push(`05${service}${number}${tails[0]}`);
        details.forEach(([reference, minor, codes, reason, rest], place) => {
          const sequence = String(index * 10_000 + gap + place * gap).padStart(7, '0');
          const value = String(minor).padStart(14, '0');
          lines.push(`06${reference}${value}${codes}${sequence}${reason}${rest}`);
        });
        lines.push(`08${control(details)}${number}${tails[1]}`);
      });
      lines.push(`09${control(batches.flatMap(({ details }) => details))}${tail}`);
      return Buffer.from(lines.map((line) => `${line}\r\n`).join(''), 'latin1');
    });

  it('are the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(file, async (bytes) => {
        const parse = await parseRecaudo(bytes);
        if (!parse.ok) throw new Error(parse.problems.map((found) => found.message).join('\n'));
        expect(writeRecaudoBytes(parse.file).toString('latin1')).toBe(bytes.toString('latin1'));
      }),
    );
  });
});
