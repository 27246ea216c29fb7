const NIT_WEIGHTS = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71] as const;

/**
 * The check digit ("dígito de verificación") of a Colombian tax number.
 * @param number 1 to 15 digits, without the check digit
 * @throws RangeError for anything else
 * @source DIAN: weights from the right, modulus 11; 0 and 1 stand for themselves, r for 11 − r
 */
export function nitCheckDigit(number: string): number {
  if (!/^\d{1,15}$/.test(number))
    throw new RangeError(`not a tax number: ${JSON.stringify(number)}`);
  const digits = [...number].reverse();
  const sum = NIT_WEIGHTS.reduce(
    (total, weight, index) => total + weight * Number(digits[index] ?? 0),
    0,
  );
  const remainder = sum % 11;
  return remainder < 2 ? remainder : 11 - remainder;
}

/**
 * Tells whether the ten digits of a file header are a biller's NIT, with its check digit or without it.
 * @param field of record 01
 * @param number the NIT without check digit and without zeros before it
 */
export function isNitOf(field: string, number: string): boolean {
  const stripped = field.replace(/^0+/, '');
  return stripped === number || stripped === `${number}${nitCheckDigit(number)}`;
}

/**
 * The check digit of a GS1 number: EAN-13, GLN and its shorter kin.
 * @param number the digits before the check digit: 12 of them for an EAN-13
 * @throws RangeError unless 1 to 17 digits
 * @source GS1 General Specifications, standard check digit: weights 3 and 1 from the right, modulus 10
 */
export function gs1CheckDigit(number: string): number {
  if (!/^\d{1,17}$/.test(number))
    throw new RangeError(`not a GS1 number: ${JSON.stringify(number)}`);
  const sum = [...number]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}

/** Tells whether a text is 13 digits of which the last one is the check digit of the others. */
export function isEan13(text: string): boolean {
  return /^\d{13}$/.test(text) && gs1CheckDigit(text.slice(0, 12)) === Number(text.slice(12));
}
