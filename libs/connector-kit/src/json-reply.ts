import { ConnectorError } from './connector-error.js';
import type { ProviderReply } from './connector.js';
import { parseExactly } from './exact-json.js';

/**
 * Reads the JSON of an answer, numbers as the text that they were written as.
 *
 * @throws ConnectorError malformed_reply for anything that is not JSON in UTF-8, such as a page for people
 */
export function jsonOf(reply: Pick<ProviderReply, 'body'>): unknown {
  try {
    return parseExactly(new TextDecoder('utf-8', { fatal: true }).decode(reply.body));
  } catch (cause) {
    throw new ConnectorError('malformed_reply', 'the answer is not JSON', { cause });
  }
}
