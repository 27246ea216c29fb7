import { readBatchControl, type BatchControl } from './batch-control.js';
import { readBatchHeader, type BatchHeader } from './batch-header.js';
import { readDetail, type Detail } from './detail.js';
import { readFileControl, type FileControl } from './file-control.js';
import { readFileHeader, type FileHeader } from './file-header.js';
import { type Reading, type RecordLine } from './record-fields.js';

/** A line of a collection file; `kind` tells which. */
export type RecaudoRecord = FileHeader | BatchHeader | Detail | BatchControl | FileControl;

/** What the first two columns may say, and who reads the rest. */
const READERS = {
  '01': readFileHeader,
  '05': readBatchHeader,
  '06': readDetail,
  '08': readBatchControl,
  '09': readFileControl,
} as const satisfies Record<string, (line: RecordLine) => Reading<RecaudoRecord>>;

export type RecordType = keyof typeof READERS;

/** The type of a line, or null when its first two columns name none. */
export function typeOf(line: RecordLine): RecordType | null {
  const type = line.text.slice(0, 2);
  return isRecordType(type) ? type : null;
}

/** Reads a line of a known type. */
export function readRecord(type: RecordType, line: RecordLine): Reading<RecaudoRecord> {
  return READERS[type](line);
}

function isRecordType(type: string): type is RecordType {
  return Object.hasOwn(READERS, type);
}
