/**
 * The second net behind the rule that a log line names its facts one by one: what a field is called, and
 * what a text looks like, decide whether it is written.
 */

/** Stands where a secret or personal value was. */
export const REDACTED = '[redacted]';

/** Words in a field's name that make its value a secret or a person's own; `payerEmail` has two of them. */
const PRIVATE_WORDS = new Set([
  ...['authorization', 'cookie', 'password', 'passwd', 'secret', 'token', 'apikey', 'credentials'],
  ...['payer', 'buyer', 'customer', 'pagador'],
  ...['document', 'documento', 'documentos', 'documents', 'cedula', 'nit', 'passport'],
  ...['email', 'mail', 'correo', 'phone', 'telefono', 'celular', 'movil', 'mobile'],
  ...['nombres', 'apellido', 'apellidos', 'direccion'],
]);

/** Fields of two words that are private although neither word is: `apiKey`, `p_key`, `lastName`. */
const PRIVATE_PAIR =
  /(^|_)((api|private|public|operator|encryption|webhook|signing|field|p)_keys?|(first|last|full|sur|holder)_names?)$/;

/** In an object with one of these, `name` is a person's. */
const SIGNS_OF_A_PERSON = /^(document|documento|email|correo|phone|telefono|celular)$/;

/** Secrets and personal values by their look, each with what is left of it. */
const PRIVATE_TEXTS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[^-]{0,8000}(-----END [A-Z ]{0,20}-----)?/g, REDACTED],
  [/\b(Bearer|Basic) +[^\s"',]{1,2000}/gi, `$1 ${REDACTED}`],
  [/\b(cauce_(?:test|live)_[0-9A-Za-z]{1,20})_[0-9A-Za-z]{1,100}/g, `$1_${REDACTED}`],
  [/\bwhsec_[\w+/=-]{1,200}/g, REDACTED],
  [/\beyJ[\w-]{5,2000}\.[\w-]{2,4000}\.[\w-]{0,2000}/g, REDACTED],
  [/:\/\/[^\s:/@]{0,64}:[^\s/@]{1,128}@/g, `://${REDACTED}@`],
  [/[^\s"<>()[\],;:\\@]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,5}\p{L}{2,24}/gu, REDACTED],
  [/\+\d{1,3}[ -]?\d{3}[ -]?\d{3}[ -]?\d{2,6}\b/g, REDACTED],
  [/\b57[ -]?3\d{2}[ -]?\d{3}[ -]?\d{4}\b/g, REDACTED],
  [
    /\b(c[eé]dula|documento?|cc|ce|nit|ti|ppt|ppn|celular|tel[eé]fono|phone)\b([^\w]{0,3}(?:(?:number|n[uú]mero|no|cc|ce|nit|ti|ppt|ppn)\b[^\w]{0,3})?)\d[\d.-]{3,17}\d/giu,
    `$1$2${REDACTED}`,
  ],
];

const PARTS_OF_AN_ERROR = new Set(['name', 'message', 'stack', 'cause', 'errors']);

/** Bounds of what one line may carry: a log is no place for a body, and objects of frameworks have no end. */
const MAX_DEPTH = 6;
const MAX_ENTRIES = 100;
const MAX_VALUES = 1_000;
const MAX_TEXT_LENGTH = 16_000;

/**
 * Takes private values out of the fields of a log line.
 *
 * @param fields - of any shape, circular or not; nothing in it is changed
 * @returns plain data of the same names: errors as objects with type, message, stack and cause; cut at
 *   fixed depth, width and size
 */
export function redactFields(fields: object): Record<string, unknown> {
  return new Redaction().fields(fields, 0);
}

/** Takes out what looks like an e-mail, a phone, a labelled document number, a key or a password. */
export function redactText(text: string): string {
  const bounded = text.length > MAX_TEXT_LENGTH ? `${text.slice(0, MAX_TEXT_LENGTH)}… [cut]` : text;
  return PRIVATE_TEXTS.reduce((left, [look, rest]) => left.replace(look, rest), bounded);
}

/** One walk over one log line. */
class Redaction {
  private visited = 0;

  fields(fields: object, depth: number): Record<string, unknown> {
    const entries = Object.entries(fields).slice(0, MAX_ENTRIES);
    const isPerson = entries.some(
      ([name, value]) => SIGNS_OF_A_PERSON.test(name) && !isEmpty(value),
    );
    return Object.fromEntries(
      entries.map(([name, value]) => {
        const isPrivate = isPrivateField(name) || (isPerson && name === 'name');
        return [name, isPrivate && !isEmpty(value) ? REDACTED : this.value(value, depth + 1)];
      }),
    );
  }

  private value(value: unknown, depth: number): unknown {
    this.visited += 1;
    if (depth > MAX_DEPTH || this.visited > MAX_VALUES) return '[more]';
    if (typeof value === 'string') return redactText(value);
    if (typeof value === 'bigint') return value.toString();
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (isError(value)) return this.error(value, depth);
    if (value instanceof Map || value instanceof Set) return this.list([...value], depth);
    if (Array.isArray(value)) return this.list(value, depth);
    if (hasOwnJson(value)) return this.value(value.toJSON(), depth + 1);
    return this.fields(value, depth);
  }

  private list(values: readonly unknown[], depth: number): unknown[] {
    return values.slice(0, MAX_ENTRIES).map((one) => this.value(one, depth + 1));
  }

  /** Its parts, which are not enumerable, and the fields that somebody added, such as `code`. */
  private error(error: Error & { errors?: unknown }, depth: number): Record<string, unknown> {
    const { name, message, stack, cause, errors } = error;
    const added = Object.entries(error).filter(([field]) => !PARTS_OF_AN_ERROR.has(field));
    return {
      type: name,
      message: redactText(String(message)),
      ...(stack === undefined ? {} : { stack: redactText(String(stack)) }),
      ...this.fields(Object.fromEntries(added), depth),
      ...(errors === undefined ? {} : { errors: this.value(errors, depth + 1) }),
      ...(cause === undefined ? {} : { cause: this.value(cause, depth + 1) }),
    };
  }
}

function isPrivateField(name: string): boolean {
  const words = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_');
  return words.split('_').some((word) => PRIVATE_WORDS.has(word)) || PRIVATE_PAIR.test(words);
}

/** That a field is empty is worth knowing and tells nothing. */
function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

/** Errors also come from other realms, where `instanceof Error` is false. */
function isError(value: object): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

function hasOwnJson(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}
