/** A number as it is to be written: `85000.00` keeps its decimals, and no float comes near it. */
export interface ExactNumber {
  readonly number: string;
}

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/**
 * Writes one flat JSON object in the order of its fields, numbers digit by digit as given.
 *
 * @throws TypeError for a number that JSON could not carry
 */
export function writeExactly(fields: Readonly<Record<string, string | ExactNumber>>): string {
  const pairs = Object.entries(fields).map(([name, value]) => {
    const written = typeof value === 'string' ? JSON.stringify(value) : digitsOf(value);
    return `${JSON.stringify(name)}:${written}`;
  });
  return `{${pairs.join(',')}}`;
}

function digitsOf({ number }: ExactNumber): string {
  if (JSON_NUMBER.test(number)) return number;
  throw new TypeError(`not a JSON number: ${number}`);
}
