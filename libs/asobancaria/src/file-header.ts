import { type FieldTable, type ValuesOf } from './field.js';
import { readFields, writeFields, type Reading, type RecordLine } from './record-fields.js';

/** Record 01, columns 1 and 2: opens the file; one, first. */
export const FILE_HEADER_FIELDS = {
  /** NIT of the biller: nine digits and the check digit, or the bare number filled with a zero. */
  nit: { from: 3, to: 12, form: 'digits' },
  /** "Fecha de recaudo": the day on which the money was collected. */
  collectedOn: { from: 13, to: 20, form: 'date' },
  /** The bank that collected. */
  bankCode: { from: 21, to: 23, form: 'digits' },
  /** The account that was credited; zeros and spaces around it differ from bank to bank. */
  account: { from: 24, to: 40, form: 'text' },
  /** "Fecha del archivo": usually the day after the collection. */
  createdOn: { from: 41, to: 48, form: 'date' },
  createdTime: { from: 49, to: 52, form: 'time' },
  /** A, B, C…: tells the files of one day apart. */
  modifier: { from: 53, to: 53, form: 'text' },
  /** 01 savings, 02 current. */
  accountType: { from: 54, to: 55, form: 'digits' },
  reserved: { from: 56, to: 162, form: 'text' },
} as const satisfies FieldTable;

export interface FileHeader extends ValuesOf<typeof FILE_HEADER_FIELDS> {
  readonly kind: 'file_header';
  readonly line: number;
}

export function readFileHeader(line: RecordLine): Reading<FileHeader> {
  return readFields('file_header', FILE_HEADER_FIELDS, line);
}

export function writeFileHeader(header: FileHeader): string {
  return writeFields('01', FILE_HEADER_FIELDS, header);
}
