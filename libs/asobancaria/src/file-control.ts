import { type FieldTable, type ValuesOf } from './field.js';
import { readFields, writeFields, type Reading, type RecordLine } from './record-fields.js';

/** Record 09, columns 1 and 2: closes the file; one, last. */
export const FILE_CONTROL_FIELDS = {
  /** Detail records only, of all batches. */
  detailCount: { from: 3, to: 11, form: 'count' },
  amount: { from: 12, to: 29, form: 'amount' },
  reserved: { from: 30, to: 162, form: 'text' },
} as const satisfies FieldTable;

export interface FileControl extends ValuesOf<typeof FILE_CONTROL_FIELDS> {
  readonly kind: 'file_control';
  readonly line: number;
}

export function readFileControl(line: RecordLine): Reading<FileControl> {
  return readFields('file_control', FILE_CONTROL_FIELDS, line);
}

export function writeFileControl(control: FileControl): string {
  return writeFields('09', FILE_CONTROL_FIELDS, control);
}
