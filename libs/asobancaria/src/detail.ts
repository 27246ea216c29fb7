import { widthOf, type FieldTable, type ValuesOf } from './field.js';
import { readFields, writeFields, type Reading, type RecordLine } from './record-fields.js';
import { RecaudoWriteError } from './write-error.js';

/** Record 06, columns 1 and 2: one payment. */
export const DETAIL_FIELDS = {
  /** As it stands, all 48 bytes: usually digits filled with zeros, but billers put letters in too. */
  rawReference: { from: 3, to: 50, form: 'raw' },
  amount: { from: 51, to: 64, form: 'amount' },
  /** "Procedencia de pago", an open list: see `originName`. */
  origin: { from: 65, to: 66, form: 'digits' },
  /** "Medio de pago", an open list: see `meansName`. */
  means: { from: 67, to: 68, form: 'digits' },
  operation: { from: 69, to: 74, form: 'digits' },
  authorization: { from: 75, to: 80, form: 'digits' },
  /** The payer's bank; 000 or 999 when there is none. */
  debitedBankCode: { from: 81, to: 83, form: 'digits' },
  branchCode: { from: 84, to: 87, form: 'digits' },
  /** Starts at 2 in all files seen, because the file header is 1; other starts are accepted. */
  sequence: { from: 88, to: 94, form: 'count' },
  /** "Causal de devolución": empty when the payment was accepted. */
  returnReason: { from: 95, to: 97, form: 'text' },
  reserved: { from: 98, to: 162, form: 'text' },
} as const satisfies FieldTable;

export interface Detail extends ValuesOf<typeof DETAIL_FIELDS> {
  readonly kind: 'detail';
  readonly line: number;
  /** The raw reference as it is compared: see `canonicalReference`. */
  readonly reference: string;
}

export function readDetail(line: RecordLine): Reading<Detail> {
  const reading = readFields('detail', DETAIL_FIELDS, line);
  if (!reading.ok) return reading;
  const reference = canonicalReference(reading.value.rawReference);
  return { ok: true, value: { ...reading.value, reference } };
}

/** @throws RecaudoWriteError also when the raw and the canonical reference disagree */
export function writeDetail(detail: Detail): string {
  if (canonicalReference(detail.rawReference) !== detail.reference) {
    const { form } = DETAIL_FIELDS.rawReference;
    const width = widthOf(DETAIL_FIELDS.rawReference);
    const value = detail.rawReference;
    throw new RecaudoWriteError('REFERENCE_MISMATCH', {
      name: '06.rawReference',
      width,
      value,
      form,
    });
  }
  return writeFields('06', DETAIL_FIELDS, detail);
}

/**
 * The form in which references are compared: without the spaces around it and the zeros before it.
 * @returns '0' for a reference of zeros only, '' for a blank one
 */
export function canonicalReference(raw: string): string {
  return raw.replace(/^ +| +$/g, '').replace(/^0+(?=.)/, '');
}

/** Tells whether the bank gave the payment back; such a line still counts in the control totals. */
export function isReturned(detail: Detail): boolean {
  return detail.returnReason !== '';
}
