import { request } from 'undici';
import type { NetworkCall } from './network-contracts.js';

/** What a host answered; the body is null when it is no JSON. */
export interface HostReply {
  readonly status: number;
  readonly body: unknown;
}

/** Asks a host once. @returns null when no whole answer came in time */
export async function askHost(call: NetworkCall, timeoutMs: number): Promise<HostReply | null> {
  try {
    const { statusCode, body } = await request(call.url, {
      method: call.method,
      signal: AbortSignal.timeout(timeoutMs),
      reset: true,
      headers: call.body === null ? {} : { 'content-type': 'application/json' },
      body: call.body === null ? null : JSON.stringify(call.body),
    });
    return { status: statusCode, body: jsonOf(await body.text()) };
  } catch {
    return null;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
