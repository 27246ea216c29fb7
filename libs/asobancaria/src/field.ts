import { type Money } from '@cauce/money';
import { type Columns } from './findings.js';

/**
 * What a field holds, and the type of its value:
 * `digits`: a code or number kept as text, zero-left; `count`: a number, zero-left; `amount`: pesos with
 * two implied decimals; `date`: AAAAMMDD, kept as YYYY-MM-DD; `time`: HHMM, kept as HH:MM;
 * `text`: left-aligned, filled with spaces, which are cut at the end; `raw`: every byte as it stands.
 */
export interface FormValues {
  digits: string;
  count: number;
  amount: Money;
  date: string;
  time: string;
  text: string;
  raw: string;
}

export type Form = keyof FormValues;

export interface Field extends Columns {
  readonly form: Form;
}

/** The fields of one record in order; together they fill columns 3 to 162, since 1 and 2 are its type. */
export type FieldTable = Readonly<Record<string, Field>>;

/** The values of a record, under the names of its table. */
export type ValuesOf<Table extends FieldTable> = {
  readonly [Name in keyof Table]: FormValues[Table[Name]['form']];
};

/** How many bytes a field has. */
export function widthOf(field: Field): number {
  return field.to - field.from + 1;
}
