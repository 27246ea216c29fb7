const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_BODY = /^[a-z]+_([0-9a-hjkmnp-tv-z]{26})$/;
const RANDOM_BITS = 60n;

/**
 * The reference that a provider knows an attempt by: digits only, so that it survives tills, forms that
 * strip letters, and the 48-digit reference field of an Asobancaria file.
 *
 * It is made of the attempt id alone (time stamp and 60 of its random bits, then a Luhn check digit),
 * so that a restarted process finds it again. It never starts with a zero.
 *
 * @param attemptId `att_` and 26 characters of Crockford base 32 (a UUIDv7)
 * @returns 31 to 34 digits, the last one a check digit
 */
export function providerReference(attemptId: string): string {
  const body = ID_BODY.exec(attemptId)?.[1];
  if (body === undefined) throw new Error(`not an attempt id: ${attemptId}`);
  let bits = 0n;
  for (const character of body) bits = bits * 32n + BigInt(CROCKFORD.indexOf(character));
  const timestamp = (bits >> 80n) & 0xffff_ffff_ffffn;
  const random = bits & ((1n << RANDOM_BITS) - 1n);
  const digits = ((timestamp << RANDOM_BITS) | random).toString();
  return digits + luhnDigit(digits);
}

/** The Luhn (ISO/IEC 7812-1) check digit of a string of digits. */
export function luhnDigit(digits: string): string {
  let sum = 0;
  for (let position = 0; position < digits.length; position += 1) {
    const digit = Number(digits[digits.length - 1 - position]);
    const doubled = position % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}

/** Whether a string could be a reference of ours: digits with a right check digit. */
export function isProviderReference(text: string): boolean {
  return /^\d{20,40}$/.test(text) && luhnDigit(text.slice(0, -1)) === text.slice(-1);
}
