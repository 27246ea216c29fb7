import type { DocumentType } from '@cauce/contracts';

/** What a document number looks like, by type. */
const PATTERNS: Record<DocumentType, { pattern: RegExp; says: string }> = {
  CC: { pattern: /^\d{3,10}$/, says: 'a cédula de ciudadanía has 3 to 10 digits' },
  CE: { pattern: /^\d{4,15}$/, says: 'a cédula de extranjería has 4 to 15 digits' },
  NIT: { pattern: /^\d{9}-?\d$/, says: 'a NIT has nine digits and a check digit' },
  TI: { pattern: /^\d{10,11}$/, says: 'a tarjeta de identidad has 10 or 11 digits' },
  PPN: { pattern: /^[A-Z0-9]{4,16}$/, says: 'a passport number has 4 to 16 capitals and digits' },
  PPT: { pattern: /^\d{5,10}$/, says: 'a permiso por protección temporal has 5 to 10 digits' },
};

const NIT_WEIGHTS = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71];

/**
 * The check digit of a Colombian tax id (NIT).
 *
 * @param digits the id without its check digit
 * @source DIAN: weights from the right, sum modulo 11; 0 and 1 stand for themselves, else 11 − r
 */
export function nitCheckDigit(digits: string): number {
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (NIT_WEIGHTS[index] ?? 0), 0);
  const rest = sum % 11;
  return rest < 2 ? rest : 11 - rest;
}

/**
 * What is wrong with a document, in words for the caller.
 *
 * @returns null when the number can be a document of that type
 */
export function documentProblem(type: DocumentType, number: string): string | null {
  const { pattern, says } = PATTERNS[type];
  if (!pattern.test(number)) return says;
  if (type !== 'NIT') return null;
  const digits = number.replace('-', '');
  return nitCheckDigit(digits.slice(0, 9)) === Number(digits[9])
    ? null
    : 'the check digit of the NIT is wrong';
}
