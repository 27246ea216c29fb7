import { FORMS } from './field-forms.js';
import { widthOf, type Field, type FieldTable, type Form, type ValuesOf } from './field.js';
import { problem, type RecaudoProblem } from './findings.js';
import { RECORD_BYTES } from './limits.js';
import { RecaudoWriteError } from './write-error.js';

/** A line filled up or cut to 162 characters. */
export interface RecordLine {
  readonly number: number;
  readonly text: string;
}

/** A record, or the problems that it has. */
export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly RecaudoProblem[] };

/**
 * Reads all fields of a record.
 * @param line of 162 characters
 * @returns the record with its kind and line number, or one problem for each field that is wrong
 */
export function readFields<Kind extends string, Table extends FieldTable>(
  kind: Kind,
  table: Table,
  line: RecordLine,
): Reading<ValuesOf<Table> & { readonly kind: Kind; readonly line: number }> {
  const values: Record<string, unknown> = { kind, line: line.number };
  const problems: RecaudoProblem[] = [];
  for (const [name, field] of Object.entries(table)) {
    const text = line.text.slice(field.from - 1, field.to);
    const { refusal, read } = FORMS[field.form];
    const value = read(text);
    if (value === null)
      problems.push(problem(refusal, { line: line.number, columns: field, value: text }));
    else values[name] = value;
  }
  if (problems.length > 0) return { ok: false, problems };
  // Every name of the table was read by the codec of its form, which is what ValuesOf states.
  const value = values as ValuesOf<Table> & { readonly kind: Kind; readonly line: number };
  return { ok: true, value };
}

/**
 * Writes a record without its line end.
 * @returns exactly 162 characters
 * @throws RecaudoWriteError for a value that its field cannot hold
 */
export function writeFields<Table extends FieldTable>(
  type: string,
  table: Table,
  values: ValuesOf<Table>,
): string {
  const fields = Object.entries(table).map(([name, field]) =>
    writeField(`${type}.${name}`, field, values[name]),
  );
  const line = type + fields.join('');
  if (line.length !== RECORD_BYTES) {
    throw new Error(`record ${type} has ${line.length} bytes instead of ${RECORD_BYTES}`);
  }
  return line;
}

function writeField(name: string, field: Field, value: unknown): string {
  // The table gives the form and the type of the value together; only their pairing is lost here.
  const codec = FORMS[field.form] as {
    write(value: unknown): string | null;
  } & (typeof FORMS)[Form];
  const text = codec.write(value);
  const width = widthOf(field);
  if (text === null)
    throw new RecaudoWriteError('WRONG_FORM', { name, width, value, form: field.form });
  if (text.length > width) {
    throw new RecaudoWriteError('TOO_LONG', { name, width, value, form: field.form });
  }
  return codec.fill(text, width);
}
