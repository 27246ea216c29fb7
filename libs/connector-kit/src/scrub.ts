/** Names of fields whose values are never kept, whatever the provider; connectors add their own. */
const PRIVATE_FIELDS = [
  ...['private_key', 'privatekey', 'public_key', 'publickey', 'p_key', 'api_key', 'apikey'],
  ...['token', 'bearer_token', 'access_token', 'refresh_token', 'authorization', 'password'],
  ...['secret', 'client_secret', 'signature', 'first_name', 'last_name', 'lastname'],
  ...['email', 'phone', 'mobile', 'document', 'address'],
];

const REMOVED = '[removed]';

/** It stands for nothing, and as a text it would blot out parts of other numbers. */
const NOUGHTS = /^0+$/;

/** Shortest value that is searched for as text: shorter ones would blot out ordinary words. */
const MIN_VALUE_LENGTH = 4;

/** How deep an answer is walked; what lies deeper is removed whole. */
const MAX_DEPTH = 12;

const FORM = /^[^\s=&<{["]+=[^\s<]*$/;

/** Fields and values that may not be kept. */
export interface ScrubRules {
  /** Names of fields, in any case. */
  readonly fields: readonly string[];
  /** Values, wherever they stand. */
  readonly values: readonly string[];
}

/** A text without its private values, and those values: an answer may repeat what the request said. */
export interface Scrubbed {
  readonly text: string;
  readonly removed: readonly string[];
}

/**
 * Takes credentials and payer data out of a body or query before it is kept. JSON and forms are read and
 * cleaned by field; in any other text only known values can be found.
 *
 * @param text a body, or a query without its question mark
 * @param rules what may not be kept, besides the usual fields
 */
export function scrub(text: string, rules: ScrubRules): Scrubbed {
  const fields = new Set([...PRIVATE_FIELDS, ...rules.fields].map((name) => name.toLowerCase()));
  const removed = new Set<string>();
  const json = FORM.test(text) ? undefined : parseJson(text);
  if (json !== undefined) {
    const byField = cleanFields(json, fields, removed, 0);
    const byValue = cleanValues(byField, [...rules.values, ...removed]);
    return { text: JSON.stringify(byValue), removed: [...removed] };
  }
  const byField = FORM.test(text) ? cleanForm(text, fields, removed) : text;
  return { text: withoutValues(byField, [...rules.values, ...removed]), removed: [...removed] };
}

/** Takes the private values out of the query of a URL, and a user's part altogether. */
export function scrubUrl(url: string, rules: ScrubRules): string {
  const parsed = URL.parse(url);
  if (parsed === null) return '[not a URL]';
  const query = parsed.search.slice(1);
  const clean = query === '' ? '' : `?${scrub(query, rules).text}`;
  return withoutValues(`${parsed.origin}${parsed.pathname}`, rules.values) + clean;
}

function cleanForm(text: string, fields: ReadonlySet<string>, removed: Set<string>): string {
  const pairs = text.split('&').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    if (!fields.has(decode(name).toLowerCase())) return pair;
    removed.add(decode(value.join('=')));
    return `${name}=${REMOVED}`;
  });
  return pairs.join('&');
}

/** @returns undefined for what is not JSON */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function cleanFields(
  value: unknown,
  fields: ReadonlySet<string>,
  removed: Set<string>,
  depth: number,
): unknown {
  if (depth > MAX_DEPTH) return REMOVED;
  if (Array.isArray(value)) return value.map((one) => cleanFields(one, fields, removed, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => {
    const isPrivate = fields.has(name.toLowerCase()) && inner !== null && inner !== '';
    if (!isPrivate) return [name, cleanFields(inner, fields, removed, depth + 1)];
    if (typeof inner === 'string' || typeof inner === 'number') removed.add(String(inner));
    return [name, REMOVED];
  });
  return Object.fromEntries(entries);
}

/** In JSON a value is looked for in each text, where nothing is escaped; its depth is bounded by now. */
function cleanValues(value: unknown, values: readonly string[]): unknown {
  if (typeof value === 'string') return withoutValues(value, values);
  if (typeof value === 'number') return values.includes(String(value)) ? REMOVED : value;
  if (Array.isArray(value)) return value.map((one) => cleanValues(one, values));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, cleanValues(inner, values)]);
  return Object.fromEntries(entries);
}

/** Longest first, so that a part of one value does not hide the rest of another. */
function withoutValues(text: string, values: readonly string[]): string {
  return [...new Set(values)]
    .filter((value) => value.length >= MIN_VALUE_LENGTH && !NOUGHTS.test(value))
    .sort((a, b) => b.length - a.length)
    .flatMap((value) => [value, encodeURIComponent(value)])
    .reduce((left, value) => left.replaceAll(value, REMOVED), text);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
