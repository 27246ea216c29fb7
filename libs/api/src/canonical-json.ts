/**
 * Writes a value so that equal values give equal texts: keys sorted by code unit, no white space, fields
 * that are undefined left out. bigint becomes its digits and Date its ISO form, so that a parsed body
 * may be given as well as the JSON it came from, but not one compared with the other.
 *
 * @source RFC 8785, for the JSON that our schemas accept
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (value === undefined || value === null || typeof value !== 'object') {
    return JSON.stringify(value) ?? 'null';
  }
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`);
  return `{${fields.join(',')}}`;
}
