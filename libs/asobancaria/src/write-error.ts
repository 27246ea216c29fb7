import { type Form } from './field.js';

/** Why a value or a file cannot be written. */
export const RECAUDO_WRITE_ERRORS = {
  TOO_LONG: 'the value does not fit its field',
  WRONG_FORM: 'the value is not of the form that its field holds',
  REFERENCE_MISMATCH: 'the raw reference stands for another reference than the record names',
  INCOMPLETE_FILE: 'a file with batches needs its header and its control',
} as const satisfies Record<string, string>;

export type RecaudoWriteErrorCode = keyof typeof RECAUDO_WRITE_ERRORS;

interface RefusedField {
  /** Record type and field name, such as `06.amount`. */
  readonly name: string;
  /** How many bytes the field has. */
  readonly width: number;
  readonly value: unknown;
  readonly form: Form;
}

/** Thrown by the writer, before the line in question is given out. */
export class RecaudoWriteError extends Error {
  readonly code: RecaudoWriteErrorCode;
  readonly field: string | null;
  readonly width: number | null;
  readonly value: unknown;

  constructor(code: RecaudoWriteErrorCode, refused: RefusedField | null = null) {
    super(RECAUDO_WRITE_ERRORS[code] + (refused === null ? '' : `: ${describe(refused)}`));
    this.name = 'RecaudoWriteError';
    this.code = code;
    this.field = refused?.name ?? null;
    this.width = refused?.width ?? null;
    this.value = refused?.value;
  }
}

function describe({ name, width, value, form }: RefusedField): string {
  return `field ${name} (${form}, ${width} bytes) cannot hold ${shown(value)}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? part.toString() : part,
  );
  return text ?? String(value);
}
