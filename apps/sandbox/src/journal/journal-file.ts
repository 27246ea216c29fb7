import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { journalLineSchema, type JournalLine } from './journal-line.schema.js';

const NEW_LINE = 0x0a;

/** Where the journal is kept: a file of JSON lines, or memory alone. */
export interface JournalStore {
  /** Every line that was written before, in order. */
  readonly written: readonly JournalLine[];
  append(line: JournalLine): void;
}

/**
 * Opens the journal of a data folder. A last line that a crash cut off is dropped, from the file too, so
 * that the next line does not continue it.
 * @param dataDir null keeps the journal in memory
 * @throws Error when a line before the last one cannot be read
 */
export function openJournal(dataDir: string | null): JournalStore {
  if (dataDir === null) return { written: [], append: () => undefined };
  const folder = join(dataDir, 'sandbox');
  const path = join(folder, 'journal.jsonl');
  mkdirSync(folder, { recursive: true });
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const wholeBytes = bytes.lastIndexOf(NEW_LINE) + 1;
  if (wholeBytes < bytes.length) truncateSync(path, wholeBytes);
  return {
    written: readLines(bytes.subarray(0, wholeBytes).toString('utf8'), path),
    append: (line) => appendFileSync(path, `${JSON.stringify(line)}\n`),
  };
}

function readLines(text: string, path: string): JournalLine[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line, index) => {
      const parsed = journalLineSchema.safeParse(jsonOf(line));
      if (parsed.success) return parsed.data;
      throw new Error(
        `${path}, line ${index + 1}, is not a line of the sandbox's journal; delete the file to begin anew`,
      );
    });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
