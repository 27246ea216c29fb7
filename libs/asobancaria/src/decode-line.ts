import { isEan13, nitCheckDigit } from './check-digits.js';
import { problem, warning, type RecaudoProblem, type RecaudoWarning } from './findings.js';
import { MAX_LINE_BYTES, RECORD_BYTES } from './limits.js';
import { type RawLine } from './line-splitter.js';
import { readRecord, typeOf, type RecaudoRecord, type RecordType } from './recaudo-record.js';

/** What one line says, seen by itself. */
export interface DecodedLine {
  readonly line: number;
  readonly blank: boolean;
  /** The first two columns as they stand. */
  readonly typeText: string;
  readonly type: RecordType | null;
  /** Null when the line has problems. */
  readonly record: RecaudoRecord | null;
  readonly problems: readonly RecaudoProblem[];
  readonly warnings: readonly RecaudoWarning[];
}

const BLANK = /^ *$/;

/**
 * Reads one line. Short lines are filled with blanks, because many writers cut blanks at the end; a
 * field that is missing in that way is still wrong where it must hold digits.
 */
export function decodeLine(raw: RawLine): DecodedLine {
  const line = { number: raw.number, text: raw.text.slice(0, RECORD_BYTES).padEnd(RECORD_BYTES) };
  const type = typeOf(line);
  const known = { line: raw.number, typeText: line.text.slice(0, 2), type };
  if (BLANK.test(raw.text) && raw.lengthBytes <= MAX_LINE_BYTES) {
    const warnings = [warning('BLANK_LINE', { line: raw.number })];
    return { ...known, blank: true, record: null, problems: [], warnings };
  }
  const { problems, warnings } = checkLength(raw);
  if (type === null) {
    const columns = { from: 1, to: 2 };
    problems.push(problem('RECORD_TYPE', { line: raw.number, columns, value: known.typeText }));
    return { ...known, blank: false, record: null, problems, warnings };
  }
  const reading = readRecord(type, line);
  if (reading.ok) warnings.push(...warningsOf(reading.value));
  else problems.push(...reading.problems);
  const record = reading.ok && problems.length === 0 ? reading.value : null;
  return { ...known, blank: false, record, problems, warnings };
}

function checkLength(raw: RawLine): { problems: RecaudoProblem[]; warnings: RecaudoWarning[] } {
  const { number: line, lengthBytes } = raw;
  if (lengthBytes === RECORD_BYTES) return { problems: [], warnings: [] };
  const found = { line, value: `${lengthBytes} bytes`, expected: `${RECORD_BYTES} bytes` };
  if (lengthBytes < RECORD_BYTES) return { problems: [], warnings: [warning('LINE_SHORT', found)] };
  const columns = { from: RECORD_BYTES + 1, to: lengthBytes };
  const excess = raw.text.slice(RECORD_BYTES);
  if (lengthBytes <= MAX_LINE_BYTES && BLANK.test(excess)) {
    return { problems: [], warnings: [warning('LINE_LONG', { ...found, columns })] };
  }
  return { problems: [problem('LINE_LENGTH', { line, columns, value: excess })], warnings: [] };
}

function warningsOf(record: RecaudoRecord): RecaudoWarning[] {
  const { line } = record;
  const found: RecaudoWarning[] = [];
  if (record.kind === 'file_header' && !isPlausibleNit(record.nit)) {
    found.push(warning('NIT_CHECK_DIGIT', { line, value: record.nit }));
  }
  if (record.kind === 'batch_header' && !isPlausibleServiceCode(record.serviceCode)) {
    found.push(warning('SERVICE_CODE', { line, value: record.serviceCode }));
  }
  if (record.kind === 'detail' && record.reference === '') {
    found.push(warning('EMPTY_REFERENCE', { line }));
  }
  if (record.reserved !== '') {
    found.push(warning('RESERVED_USED', { line, value: record.reserved }));
  }
  return found;
}

function isPlausibleNit(nit: string): boolean {
  return nit.startsWith('0') || nitCheckDigit(nit.slice(0, -1)) === Number(nit.slice(-1));
}

function isPlausibleServiceCode(code: string): boolean {
  return code.startsWith('0') || isEan13(code);
}
