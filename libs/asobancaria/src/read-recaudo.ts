import { type RecaudoTotals } from './control-totals.js';
import { decodeLine } from './decode-line.js';
import { type FileHeader } from './file-header.js';
import { problem, type RecaudoProblem, type RecaudoWarning } from './findings.js';
import { MAX_LINES, MAX_PROBLEMS, MAX_WARNINGS } from './limits.js';
import { LineSplitter, type RawLine } from './line-splitter.js';
import { FileAssembly, type RecaudoFile } from './recaudo-file.js';
import { type RecaudoRecord } from './recaudo-record.js';
import { StructureCheck } from './structure-check.js';

/** Bytes of a file, at once or in chunks that may be cut anywhere. */
export type RecaudoBytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array> | Uint8Array;

/** Thrown by `readRecaudo` at the first problem. */
export class RecaudoReadError extends Error {
  readonly problem: RecaudoProblem;

  constructor(found: RecaudoProblem) {
    super(`${found.code}: ${found.message}`);
    this.name = 'RecaudoReadError';
    this.problem = found;
  }
}

interface Unusual {
  /** The first ones, at most MAX_WARNINGS. */
  readonly warnings: readonly RecaudoWarning[];
  /** How many more there were. */
  readonly warningsOmitted: number;
}

interface Sound extends Unusual {
  readonly ok: true;
  /** Null for a file of no bytes. */
  readonly header: FileHeader | null;
  /** Counted, and equal to what the controls declare. */
  readonly totals: RecaudoTotals;
}

interface Unsound extends Unusual {
  readonly ok: false;
  /** Null when it could not be read. */
  readonly header: FileHeader | null;
  /** One or more, at most MAX_PROBLEMS. */
  readonly problems: readonly RecaudoProblem[];
  /** Null when a detail could not be read, or when reading stopped before the end. */
  readonly counted: RecaudoTotals | null;
  /** What the file control says; null when there is none that could be read. */
  readonly declared: RecaudoTotals | null;
}

export type RecaudoCheck = Sound | Unsound;
export type RecaudoParse = (Sound & { readonly file: RecaudoFile }) | Unsound;

/**
 * Reads a file record by record, with the same memory for any size. The control totals stand at the end,
 * so nothing may be believed before the last record came: check the file first, or do it in a transaction.
 * @throws RecaudoReadError at the first problem, also of order and totals
 */
export async function* readRecaudo(bytes: RecaudoBytes): AsyncGenerator<RecaudoRecord> {
  const findings = new Findings();
  for await (const record of follow(bytes, new StructureCheck(), findings)) {
    if (findings.first !== null) throw new RecaudoReadError(findings.first);
    if (record !== null) yield record;
  }
  if (findings.first !== null) throw new RecaudoReadError(findings.first);
}

/** Tells whether a file is sound, with the same memory for any size: order, fields and all totals. */
export function checkRecaudo(bytes: RecaudoBytes): Promise<RecaudoCheck> {
  return inspect(bytes, () => undefined);
}

/**
 * Reads a whole file, strictly: it is given only if every record, the order and all totals are right.
 * Files of no bytes, and files of headers alone, are days without collections.
 */
export async function parseRecaudo(bytes: RecaudoBytes): Promise<RecaudoParse> {
  const assembly = new FileAssembly();
  const check = await inspect(bytes, (record) => assembly.add(record));
  return check.ok ? { ...check, file: assembly.file() } : check;
}

async function inspect(
  bytes: RecaudoBytes,
  take: (record: RecaudoRecord) => void,
): Promise<RecaudoCheck> {
  const structure = new StructureCheck();
  const findings = new Findings();
  let header: FileHeader | null = null;
  for await (const record of follow(bytes, structure, findings)) {
    if (record?.kind === 'file_header') header ??= record;
    if (record !== null) take(record);
  }
  const { problems, warnings, warningsOmitted } = findings;
  const unusual = { header, warnings, warningsOmitted };
  const counted = findings.stopped ? null : structure.counted;
  if (problems.length === 0 && counted !== null) return { ok: true, ...unusual, totals: counted };
  return { ok: false, ...unusual, problems, counted, declared: structure.declared };
}

/**
 * Gives the records one by one; what is wrong with a line goes to `findings` first, and then null comes
 * for it, so that a reader may stop there.
 */
async function* follow(
  bytes: RecaudoBytes,
  structure: StructureCheck,
  findings: Findings,
): AsyncGenerator<RecaudoRecord | null> {
  for await (const lines of linesOf(bytes)) {
    for (const raw of lines) {
      if (raw.number > MAX_LINES) findings.stop(problem('TOO_MANY_LINES', { line: raw.number }));
      if (findings.stopped) return;
      const decoded = decodeLine(raw);
      findings.add(decoded);
      if (!decoded.blank) findings.add(structure.accept(decoded));
      if (decoded.record !== null || findings.first !== null) yield decoded.record;
    }
  }
  findings.add(structure.end());
}

/** Gives the lines that each chunk completes. */
async function* linesOf(bytes: RecaudoBytes): AsyncGenerator<Iterable<RawLine>> {
  const splitter = new LineSplitter();
  for await (const chunk of bytes instanceof Uint8Array ? [bytes] : bytes) {
    yield splitter.push(chunk);
  }
  yield splitter.end();
}

/** What was found so far, within its limits. */
class Findings {
  readonly problems: RecaudoProblem[] = [];
  readonly warnings: RecaudoWarning[] = [];
  warningsOmitted = 0;
  stopped = false;

  get first(): RecaudoProblem | null {
    return this.problems[0] ?? null;
  }

  add(found: {
    readonly problems: readonly RecaudoProblem[];
    readonly warnings: readonly RecaudoWarning[];
  }): void {
    for (const each of found.problems) {
      if (this.problems.length < MAX_PROBLEMS - 1) this.problems.push(each);
      else this.stop(problem('TOO_MANY_PROBLEMS', { line: each.line }));
    }
    for (const each of found.warnings) {
      if (this.warnings.length < MAX_WARNINGS) this.warnings.push(each);
      else this.warningsOmitted += 1;
    }
  }

  /** Ends the reading; the reason is the last problem. */
  stop(reason: RecaudoProblem): void {
    if (!this.stopped) this.problems.push(reason);
    this.stopped = true;
  }
}
