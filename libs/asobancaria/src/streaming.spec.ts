import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { checkRecaudo, parseRecaudo, readRecaudo, type RecaudoRecord } from './index.js';

const sample = readFileSync(new URL('./fixtures/recaudo-sample.asobancaria', import.meta.url));

const LINE = 164;
const FILE_CONTROL_STARTS = 6 * LINE;

/** What a reader may say about the first bytes of the sample, and no more. */
function expectedOfFirst(bytes: number): 'empty' | 'refused' | 'whole' {
  if (bytes === 0) return 'empty';
  // Cut in the blanks after the header, the file cannot be told from one with a header alone.
  if (bytes >= 55 && bytes <= LINE) return 'empty';
  return bytes >= FILE_CONTROL_STARTS + 29 ? 'whole' : 'refused';
}

describe('a file that was cut off', () => {
  it('is refused at every byte at which money would be lost', async () => {
    for (let bytes = 0; bytes <= sample.length; bytes += 1) {
      const check = await checkRecaudo(sample.subarray(0, bytes));
      const details = check.ok ? check.totals.details : null;
      const said = { 0: 'empty', 3: 'whole' }[details ?? -1] ?? 'refused';
      expect({ bytes, said }).toEqual({ bytes, said: expectedOfFirst(bytes) });
    }
  });

  it.each([
    ['after the line end of the header', LINE, ['HEADER_ONLY']],
    ['between CR and LF of the header', LINE - 1, ['HEADER_ONLY']],
    ['in the blanks of the header', 60, ['LINE_SHORT', 'HEADER_ONLY']],
    ['in the blanks of the file control', FILE_CONTROL_STARTS + 29, ['LINE_SHORT']],
  ])('%s is accepted with a warning', async (_name, bytes, codes) => {
    const check = await checkRecaudo(sample.subarray(0, bytes));
    expect(check.ok).toBe(true);
    expect(check.warnings.map(({ code }) => code)).toEqual(codes);
  });

  it.each([
    ['in the type of the first record', 1, 'RECORD_TYPE'],
    ['in the last field of the header', 54, 'NOT_NUMERIC'],
    ['after the batch header', 2 * LINE, 'MISSING_FILE_CONTROL'],
    ['in the reference of a detail', 2 * LINE + 30, 'NOT_NUMERIC'],
    ['in the value of a detail', 2 * LINE + 60, 'NOT_NUMERIC'],
    ['in the blanks of a detail', 4 * LINE + 100, 'MISSING_FILE_CONTROL'],
    ['before the batch control', 5 * LINE, 'MISSING_FILE_CONTROL'],
    ['before the file control', 6 * LINE, 'MISSING_FILE_CONTROL'],
    ['in the type of the file control', 6 * LINE + 1, 'RECORD_TYPE'],
    ['in the value of the file control', 6 * LINE + 28, 'NOT_NUMERIC'],
  ])('%s is refused with its own code', async (_name, bytes, code) => {
    const check = await checkRecaudo(sample.subarray(0, bytes));
    expect(check.ok ? [] : check.problems.map((found) => found.code)).toContain(code);
  });
});

describe('a file with one digit changed', () => {
  it('is refused wherever money or a count is written', async () => {
    const money = [2, 3, 4].flatMap((line) => columns(line, 51, 64));
    const controls = [columns(5, 3, 33), columns(6, 3, 29)].flat();
    for (const offset of [...money, ...controls]) {
      const changed = Buffer.from(sample);
      changed[offset] = changed[offset] === 0x39 ? 0x30 : (changed[offset] ?? 0) + 1;
      expect({ offset, ok: (await checkRecaudo(changed)).ok }).toEqual({ offset, ok: false });
    }
  });
});

/** Offsets in the sample of columns (1-based, inclusive) of a line (0-based). */
function columns(line: number, from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, n) => line * LINE + from - 1 + n);
}

describe('the chunks of a stream', () => {
  const defective = Buffer.from(
    sample.toString('latin1').replace('0000008500000', '0000008500001'),
  );
  const sloppy = Buffer.from(sample.toString('latin1').replace(/ +\r\n/g, '\n'));
  const file = fc.constantFrom(sample, defective, sloppy);
  const cuts = fc.array(fc.nat({ max: sample.length }), { maxLength: 12 });

  it('may be cut anywhere, without a difference', async () => {
    await fc.assert(
      fc.asyncProperty(file, cuts, async (bytes, places) => {
        const edges = [0, ...places.toSorted((a, b) => a - b), bytes.length];
        const chunks = edges.slice(1).map((to, index) => bytes.subarray(edges[index], to));
        expect(await parseRecaudo(chunks)).toEqual(await parseRecaudo(bytes));
      }),
    );
  });

  it('may be single bytes', async () => {
    const single = [...sample].map((byte) => Uint8Array.of(byte));
    expect(await parseRecaudo(single)).toEqual(await parseRecaudo(sample));
  });
});

/** A sound file of so many payments of $ 1, made line by line as it is asked for. */
async function* longFile(details: number, onChunk: () => void = () => undefined) {
  const text = sample.toString('latin1');
  const payment = `${'100'.padStart(14, '0')}0101${'0'.repeat(19)}`;
  const blanks = ' '.repeat(68);
  yield Buffer.from(text.slice(0, 2 * LINE), 'latin1');
  for (let from = 0; from < details; from += 1_000) {
    onChunk();
    const lines = Array.from({ length: Math.min(1_000, details - from) }, (_, n) => {
      const sequence = String(from + n + 2).padStart(7, '0');
      const reference = String(from + n).padStart(48, '0');
      return `06${reference}${payment}${sequence}${blanks}\r\n`;
    });
    yield Buffer.from(lines.join(''), 'latin1');
  }
  const totals = String(details).padStart(9, '0') + String(details * 100).padStart(18, '0');
  yield Buffer.from(`08${totals}0001\r\n09${totals}\r\n`, 'latin1');
}

describe('a file of a hundred thousand payments', () => {
  it('is checked to the last centavo', async () => {
    const check = await checkRecaudo(longFile(100_000));
    expect(check).toMatchObject({ ok: true, totals: { details: 100_000 } });
    expect(check.ok && check.totals.amount.minor).toBe(10_000_000n);
  });

  it('is read as it arrives, and left when the reader has enough', async () => {
    let chunks = 0;
    const seen: RecaudoRecord[] = [];
    for await (const record of readRecaudo(longFile(100_000, () => (chunks += 1)))) {
      seen.push(record);
      if (seen.length === 500) break;
    }
    expect(chunks).toBe(1);
    expect(seen.at(-1)).toMatchObject({ kind: 'detail', sequence: 499 });
  });
});

describe('reading record by record', () => {
  async function recordsBefore(bytes: Uint8Array) {
    const kinds: string[] = [];
    try {
      for await (const record of readRecaudo(bytes)) kinds.push(record.kind);
    } catch (error) {
      return { kinds, error };
    }
    return { kinds, error: null };
  }

  it('ends with the first problem, before the line that has it', async () => {
    const broken = Buffer.from(sample.toString('latin1').replace('0000008500000', 'x000008500000'));
    const { kinds, error } = await recordsBefore(broken);
    expect(kinds).toEqual(['file_header', 'batch_header']);
    expect(error).toMatchObject({
      name: 'RecaudoReadError',
      problem: { code: 'NOT_NUMERIC', line: 3 },
    });
  });

  it('does not end well when only the totals are wrong', async () => {
    const wrong = Buffer.from(sample.toString('latin1').replace('0000008500000', '0000008500001'));
    const { kinds, error } = await recordsBefore(wrong);
    expect(kinds).toHaveLength(5);
    expect(error).toMatchObject({ problem: { code: 'BATCH_VALUE', line: 6 } });
  });

  it('does not end well when the file control never comes', async () => {
    const { kinds, error } = await recordsBefore(sample.subarray(0, 6 * LINE));
    expect(kinds).toHaveLength(6);
    expect(error).toMatchObject({ problem: { code: 'MISSING_FILE_CONTROL' } });
  });

  it('hands on an error of the source', async () => {
    async function* failing() {
      yield sample.subarray(0, 300);
      throw new Error('connection reset');
    }
    await expect(parseRecaudo(failing())).rejects.toThrow('connection reset');
  });
});
