/** What the runtime tells a reviver besides key and value; the type library does not know it yet. */
interface Source {
  readonly source?: string;
}

/**
 * Parses JSON and keeps every number as the text that it was written as: `20000.00` stays `"20000.00"`, and
 * ids of nineteen digits keep all of them.
 *
 * @throws SyntaxError
 */
export function parseExactly(text: string): unknown {
  const keepDigits = (_: string, value: unknown, context?: Source): unknown =>
    typeof value === 'number' ? (context?.source ?? String(value)) : value;
  return JSON.parse(text, keepDigits);
}
