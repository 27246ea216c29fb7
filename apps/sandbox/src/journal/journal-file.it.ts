import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProviderUnderTest } from '../fixtures/provider-under-test.js';
import { openJournal } from './journal-file.js';
import type { JournalLine } from './journal-line.schema.js';

describe('the journal on disk', () => {
  let dataDir: string;
  let path: string;
  const lines: JournalLine[] = [];

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'cauce-journal-'));
    path = join(dataDir, 'sandbox', 'journal.jsonl');
    const world = new ProviderUnderTest();
    world.pay(world.issue({ nombres: 'Ñáñez 🙂\nPeña' }).code);
    lines.splice(0, Infinity, ...world.written);
    const journal = openJournal(dataDir);
    for (const line of lines) journal.append(line);
  });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  it('gives back what was written, one line of JSON each', () => {
    expect(openJournal(dataDir).written).toEqual(lines);
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(lines.length + 1);
  });

  it('goes on where it ended', () => {
    const [first] = lines;
    if (first !== undefined) openJournal(dataDir).append(first);
    expect(openJournal(dataDir).written).toEqual([...lines, first]);
  });

  it.each([1, 40, 200])('drops a last line that was cut off, for good: %d bytes of it', (bytes) => {
    const line = JSON.stringify(lines[0]);
    appendFileSync(path, line.slice(0, bytes));
    const journal = openJournal(dataDir);
    expect(journal.written).toEqual(lines);
    const [first] = lines;
    if (first !== undefined) journal.append(first);
    expect(openJournal(dataDir).written).toHaveLength(lines.length + 1);
  });

  it('drops a whole line whose end is missing: it was never answered', () => {
    appendFileSync(path, JSON.stringify(lines[0]));
    expect(openJournal(dataDir).written).toEqual(lines);
  });

  it.each(['not JSON', '{}', '{"kind":"stolen"}'])(
    'refuses a damaged line before: %s',
    (damage) => {
      writeFileSync(path, `${damage}\n${readFileSync(path, 'utf8')}`);
      expect(() => openJournal(dataDir)).toThrow(/journal\.jsonl, line 1,/);
    },
  );

  it('keeps nothing without a data folder', () => {
    expect(openJournal(null).written).toEqual([]);
  });
});
