import type { ConnectorError } from './connector-error.js';
import type { ProviderReply, ProviderRequest } from './connector.js';
import { scrub, scrubUrl } from './scrub.js';

/** How much of a body is kept of each exchange. */
const KEPT_CHARACTERS = 20_000;

/** Bodies beyond this are files, which are kept elsewhere. */
const MAX_SCRUBBED_BYTES = 256 * 1024;

/** Headers that say something about an answer and nothing about anybody. */
const KEPT_HEADERS = ['content-type', 'content-length', 'date', 'retry-after', 'server'];

/**
 * What is kept of an exchange: request and answer without credentials and payer data, as JSON text. Request
 * headers are not kept at all.
 *
 * @param result the answer, or what the request failed with
 * @param privateFields names of the provider's fields that may not be kept
 */
export function recordText(
  request: ProviderRequest,
  result: ProviderReply | ConnectorError,
  privateFields: readonly string[],
): string {
  const secrets = request.secrets ?? [];
  const rules = { fields: privateFields, values: secrets };
  const body = request.body === undefined ? null : scrub(request.body, rules);
  const asked = {
    method: request.method,
    url: scrubUrl(request.url, rules),
    body: body?.text.slice(0, KEPT_CHARACTERS) ?? null,
  };
  const echoed = { fields: privateFields, values: [...secrets, ...(body?.removed ?? [])] };
  if (result instanceof Error) {
    return JSON.stringify({ asked, failed: scrub(result.message, echoed).text });
  }
  return JSON.stringify({ asked, answered: answerOf(result, echoed) });
}

function answerOf(reply: ProviderReply, rules: Parameters<typeof scrub>[1]) {
  const headers = Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = reply.headers[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return { status: reply.status, headers, body: bodyOf(reply.body, rules) };
}

function bodyOf(bytes: Uint8Array, rules: Parameters<typeof scrub>[1]): string {
  if (bytes.length > MAX_SCRUBBED_BYTES) return `[${bytes.length} bytes, not kept]`;
  const text = new TextDecoder().decode(bytes);
  return scrub(text, rules).text.slice(0, KEPT_CHARACTERS);
}
