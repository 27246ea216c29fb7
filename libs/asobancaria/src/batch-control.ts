import { type FieldTable, type ValuesOf } from './field.js';
import { readFields, writeFields, type Reading, type RecordLine } from './record-fields.js';

/** Record 08, columns 1 and 2: closes a batch. */
export const BATCH_CONTROL_FIELDS = {
  /** Detail records only. */
  detailCount: { from: 3, to: 11, form: 'count' },
  amount: { from: 12, to: 29, form: 'amount' },
  /** The same as in record 05. */
  batchNumber: { from: 30, to: 33, form: 'digits' },
  reserved: { from: 34, to: 162, form: 'text' },
} as const satisfies FieldTable;

export interface BatchControl extends ValuesOf<typeof BATCH_CONTROL_FIELDS> {
  readonly kind: 'batch_control';
  readonly line: number;
}

export function readBatchControl(line: RecordLine): Reading<BatchControl> {
  return readFields('batch_control', BATCH_CONTROL_FIELDS, line);
}

export function writeBatchControl(control: BatchControl): string {
  return writeFields('08', BATCH_CONTROL_FIELDS, control);
}
