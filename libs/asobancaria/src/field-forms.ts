import { money } from '@cauce/money';
import { type Form, type FormValues } from './field.js';
import { type RecaudoProblemCode } from './findings.js';

interface FormCodec<Value> {
  /** The problem of a text that `read` refuses. */
  readonly refusal: RecaudoProblemCode;
  /** The value of a text that fills the field, or null. */
  read(text: string): Value | null;
  /** The text of a value, not yet filled up, or null when the form has no such value. */
  write(value: Value): string | null;
  /** Fills a text that is shorter than the field. */
  fill(text: string, width: number): string;
}

const DIGITS = /^\d+$/;
const TIME_OF_DAY = /^(?:[01]\d|2[0-3])[0-5]\d$/;

/** One byte a character, and no control character: those come from damage, not from a writer. */
const PRINTABLE = /^[\x20-\x7e\x80-\xff]*$/;

/** Spaces only: `trimEnd` would also cut a no-break space, which is a byte of its own in Latin-1. */
const SPACES_AT_END = / +$/;

const zeroLeft = (text: string, width: number): string => text.padStart(width, '0');
const asDigits = (text: string): string | null => (DIGITS.test(text) ? text : null);
const asPrintable = (text: string): string | null => (PRINTABLE.test(text) ? text : null);

/** How each form is read and written; the two directions of one form stand together. */
export const FORMS: { readonly [F in Form]: FormCodec<FormValues[F]> } = {
  digits: { refusal: 'NOT_NUMERIC', read: asDigits, write: asDigits, fill: zeroLeft },
  count: {
    refusal: 'NOT_NUMERIC',
    read: (text) => (DIGITS.test(text) ? Number(text) : null),
    write: (value) => (Number.isSafeInteger(value) ? asDigits(String(value)) : null),
    fill: zeroLeft,
  },
  amount: {
    refusal: 'NOT_NUMERIC',
    read: (text) => (DIGITS.test(text) ? money(BigInt(text), 'COP') : null),
    write: ({ minor, currency }) => (currency === 'COP' ? asDigits(String(minor)) : null),
    fill: zeroLeft,
  },
  date: {
    refusal: 'BAD_DATE',
    read: (text) => {
      const day = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
      return DIGITS.test(text) && isRealDay(day) ? day : null;
    },
    write: (day) => (isRealDay(day) ? day.replaceAll('-', '') : null),
    fill: (text) => text,
  },
  time: {
    refusal: 'BAD_TIME',
    read: (text) => (TIME_OF_DAY.test(text) ? `${text.slice(0, 2)}:${text.slice(2)}` : null),
    write: (time) => {
      const text = time.replace(':', '');
      return TIME_OF_DAY.test(text) && time.length === 'HH:MM'.length ? text : null;
    },
    fill: (text) => text,
  },
  text: {
    refusal: 'NOT_TEXT',
    read: (text) => asPrintable(text.replace(SPACES_AT_END, '')),
    write: asPrintable,
    fill: (text, width) => text.padEnd(width, ' '),
  },
  raw: { refusal: 'NOT_TEXT', read: asPrintable, write: asPrintable, fill: zeroLeft },
};

function isRealDay(day: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return false;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
