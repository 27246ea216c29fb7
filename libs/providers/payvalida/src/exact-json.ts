/** What the runtime tells a reviver besides key and value; the type library does not know it yet. */
interface Source {
  readonly source?: string;
}

/**
 * Parses JSON and keeps every number as the text that it was written as: `45000.0` stays `"45000.0"`, which
 * is what a checksum was made over.
 *
 * @throws SyntaxError
 */
export function parseExactly(text: string): unknown {
  const keepDigits = (_: string, value: unknown, context?: Source): unknown =>
    typeof value === 'number' ? (context?.source ?? String(value)) : value;
  return JSON.parse(text, keepDigits);
}

/**
 * Parses a body of JSON in UTF-8.
 *
 * @returns undefined for anything else: bytes that are no UTF-8, a page for people, nothing at all
 */
export function parseBody(body: Uint8Array): unknown {
  try {
    return parseExactly(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
