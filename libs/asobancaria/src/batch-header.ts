import { type FieldTable, type ValuesOf } from './field.js';
import { readFields, writeFields, type Reading, type RecordLine } from './record-fields.js';

/** Record 05, columns 1 and 2: opens a batch ("lote"). */
export const BATCH_HEADER_FIELDS = {
  /** EAN-13 of the collected service, or a NIT filled with zeros; AI (415) of the printed bar code. */
  serviceCode: { from: 3, to: 15, form: 'digits' },
  batchNumber: { from: 16, to: 19, form: 'digits' },
  reserved: { from: 20, to: 162, form: 'text' },
} as const satisfies FieldTable;

export interface BatchHeader extends ValuesOf<typeof BATCH_HEADER_FIELDS> {
  readonly kind: 'batch_header';
  readonly line: number;
}

export function readBatchHeader(line: RecordLine): Reading<BatchHeader> {
  return readFields('batch_header', BATCH_HEADER_FIELDS, line);
}

export function writeBatchHeader(header: BatchHeader): string {
  return writeFields('05', BATCH_HEADER_FIELDS, header);
}
