import {
  ConnectorError,
  jsonOf,
  statusError,
  type Bank,
  type ProviderReply,
} from '@cauce/connector-kit';
import { bankListReply } from './epayco.messages.js';

/** Code that ePayco lists before the banks, for "choose your bank". */
const PLACEHOLDER = '0';

/**
 * The JSON of an answer that may be read.
 *
 * @throws ConnectorError auth_failed for 403, provider_failed for statuses that decide nothing, malformed_reply
 *   for what is not JSON
 */
export function readJson(reply: ProviderReply): unknown {
  if (reply.status === 403) throw new ConnectorError('auth_failed', 'HTTP 403');
  const failure = statusError(reply.status);
  if (failure !== null) throw failure;
  return jsonOf(reply);
}

/** @throws ConnectorError malformed_reply for what did not parse */
export function accepted<T>(
  parsed: { success: true; data: T } | { success: false; error: Error },
  what: string,
): T {
  if (parsed.success) return parsed.data;
  throw new ConnectorError('malformed_reply', `the ${what} is not as it should be`, {
    cause: parsed.error,
  });
}

/**
 * The banks of a list, of either service; the line that asks to choose one is left out.
 *
 * @throws ConnectorError malformed_reply
 */
export function banksOf(json: unknown): readonly Bank[] {
  const { data } = accepted(bankListReply.safeParse(json), 'list of banks');
  return data
    .filter(({ bankCode }) => bankCode !== PLACEHOLDER)
    .map(({ bankCode, bankName }) => ({ code: bankCode, name: bankName.trim() }));
}
