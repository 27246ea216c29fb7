/** Names of fields, of JSON or of forms, whose values are never kept. Payer data is sealed, credentials are not kept at all. */
const SECRET_FIELDS = [
  'private_key',
  'privateKey',
  'public_key',
  'publicKey',
  'bearer_token',
  'token',
  'access_token',
  'p_key',
  'authorization',
  'x_signature',
];

const JSON_FIELD = new RegExp(`("(?:${SECRET_FIELDS.join('|')})"\\s*:\\s*)"[^"]*"`, 'gi');
const FORM_FIELD = new RegExp(`((?:^|[?&\\s])(?:${SECRET_FIELDS.join('|')})=)[^&\\s]*`, 'gi');
const CENSORED = '[removed]';

/** Shortest secret that is searched for as a value: shorter ones would blot out ordinary text. */
const MIN_SECRET = 6;

/**
 * Takes credentials out of a request or an answer before it is kept.
 *
 * @param text headers, URL or body
 * @param secrets values that must not be kept wherever they stand
 */
export function scrub(text: string, secrets: readonly string[] = []): string {
  const byField = text.replace(JSON_FIELD, `$1"${CENSORED}"`).replace(FORM_FIELD, `$1${CENSORED}`);
  return secrets
    .filter((secret) => secret.length >= MIN_SECRET)
    .reduce((clean, secret) => clean.replaceAll(secret, CENSORED), byField);
}
