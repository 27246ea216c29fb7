import { ConnectorError, jsonOf, type ProviderReply, statusError } from '@cauce/connector-kit';
import { answer } from './payu.messages.js';
import { isAboutCredentials } from './payu.refusals.js';

/** How much of an error of PayU's is told. */
const MAX_TOLD_CHARACTERS = 200;

/**
 * Reads the JSON of an answer, numbers as the text that they were written as.
 *
 * @throws ConnectorError auth_failed, provider_failed, or malformed_reply for anything that is not JSON in
 *   UTF-8, such as a page for people
 */
export function answerOf(reply: ProviderReply): unknown {
  if (reply.status === 401 || reply.status === 403) {
    throw new ConnectorError('auth_failed', `HTTP ${reply.status}`);
  }
  const failure = statusError(reply.status);
  if (failure !== null) throw failure;
  return jsonOf(reply);
}

/** PayU's error, which comes with HTTP 200; null for a success. */
export function errorIn(json: unknown): string | null {
  const { code, error } = accepted(answer.safeParse(json), 'answer');
  if (code === 'SUCCESS') return null;
  if (code === 'ERROR') return error ?? '';
  throw new ConnectorError('malformed_reply', `unknown code ${code.slice(0, MAX_TOLD_CHARACTERS)}`);
}

/** The answer to a question, which is no answer when it is an error. */
export function succeeded(json: unknown): unknown {
  const error = errorIn(json);
  if (error === null) return json;
  const kind = isAboutCredentials(error) ? 'auth_failed' : 'malformed_reply';
  throw new ConnectorError(kind, error.slice(0, MAX_TOLD_CHARACTERS));
}

/** What a schema found. */
export function accepted<T>(
  parsed: { success: true; data: T } | { success: false; error: Error },
  what: string,
): T {
  if (parsed.success) return parsed.data;
  throw new ConnectorError('malformed_reply', `the ${what} is not as it should be`, {
    cause: parsed.error,
  });
}
