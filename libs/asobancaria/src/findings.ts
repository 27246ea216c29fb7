import { MAX_QUOTED_CHARACTERS } from './limits.js';

/** What makes a file unusable as a whole. A code is never renamed; the text is for people. */
export const RECAUDO_PROBLEMS = {
  RECORD_TYPE: 'the line does not start with 01, 05, 06, 08 or 09',
  RECORD_ORDER: 'the record is out of order',
  RECORD_AFTER_CONTROL: 'the file goes on after its control record',
  LINE_LENGTH: 'the line is longer than 162 bytes and the excess is not blank',
  NOT_NUMERIC: 'the field must hold digits only',
  NOT_TEXT: 'the field must not hold control characters',
  BAD_DATE: 'the field must hold a date that exists, as AAAAMMDD',
  BAD_TIME: 'the field must hold a time of day, as HHMM',
  SEQUENCE: 'the sequence of a detail must be above the one before it in its batch',
  BATCH_REPEATED: 'the batch number was used before in this file',
  BATCH_NUMBER: 'the batch control names another batch than the batch header',
  BATCH_COUNT: 'the batch control declares another number of details than the batch has',
  BATCH_VALUE: 'the batch control declares another value than the details add up to',
  FILE_COUNT: 'the file control declares another number of details than the file has',
  FILE_VALUE: 'the file control declares another value than the details add up to',
  MISSING_FILE_CONTROL: 'the file ends before its control record',
  TOO_MANY_LINES: 'the file has more lines than a reader accepts',
  TOO_MANY_PROBLEMS: 'reading stopped here, because there were too many problems',
} as const satisfies Record<string, string>;

/** What is unusual in a file whose content is nevertheless certain. */
export const RECAUDO_WARNINGS = {
  LINE_SHORT: 'the line is shorter than 162 bytes; the rest is taken as blank',
  LINE_LONG: 'the line is longer than 162 bytes; the excess is blank',
  BLANK_LINE: 'the line is blank',
  HEADER_ONLY: 'the file has a header and nothing else; it is taken as a day without collections',
  NIT_CHECK_DIGIT: 'the NIT neither ends in its check digit nor starts with a zero',
  SERVICE_CODE: 'the service code is neither an EAN-13 nor a number filled with zeros',
  EMPTY_REFERENCE: 'the reference is blank',
  SEQUENCE_RESTARTED: 'the sequence starts again in a new batch',
  RESERVED_USED: 'the reserved part of the record is not blank',
} as const satisfies Record<string, string>;

export type RecaudoProblemCode = keyof typeof RECAUDO_PROBLEMS;
export type RecaudoWarningCode = keyof typeof RECAUDO_WARNINGS;

/** Positions in a line, from 1, both inclusive, in bytes. */
export interface Columns {
  readonly from: number;
  readonly to: number;
}

interface Place {
  /** Line in the file, from 1; for a file that ends too soon, its last line. */
  readonly line: number;
  /** Null when it is about the whole line. */
  readonly columns: Columns | null;
  /** What stands there, cut to 48 characters; null when nothing does. */
  readonly value: string | null;
  /** What should stand there, where that is known. */
  readonly expected: string | null;
}

interface Finding<Code extends string> extends Place {
  readonly code: Code;
  /** The whole finding as one English sentence. */
  readonly message: string;
}

export type RecaudoProblem = Finding<RecaudoProblemCode>;
export type RecaudoWarning = Finding<RecaudoWarningCode>;

/** Where a finding is; what is left out is null. */
export type FoundAt = Partial<Place> & Pick<Place, 'line'>;

/** Words a problem. */
export function problem(code: RecaudoProblemCode, at: FoundAt): RecaudoProblem {
  return finding(code, RECAUDO_PROBLEMS[code], at);
}

/** Words a warning. */
export function warning(code: RecaudoWarningCode, at: FoundAt): RecaudoWarning {
  return finding(code, RECAUDO_WARNINGS[code], at);
}

function finding<Code extends string>(code: Code, text: string, at: FoundAt): Finding<Code> {
  const { line, expected = null } = at;
  const columns = at.columns ? { from: at.columns.from, to: at.columns.to } : null;
  const value = at.value?.slice(0, MAX_QUOTED_CHARACTERS) ?? null;
  const where = columns === null ? '' : `, columns ${columns.from} to ${columns.to}`;
  const found = value === null ? '' : `; found ${JSON.stringify(value)}`;
  const wanted = expected === null ? '' : `; expected ${JSON.stringify(expected)}`;
  const message = `line ${line}${where}: ${text}${found}${wanted}`;
  return { code, line, columns, value, expected, message };
}
