import { Agent, request } from 'undici';
import type { Confirmation, OutgoingRequest } from './confirmation.js';

/** More than any test sends at once. */
const MAX_CONNECTIONS = 256;

/** How one attempt to confirm ended. */
export interface Sent {
  readonly isDelivered: boolean;
  /** The status of the answer; null when there was none. */
  readonly status: number | null;
  /** Why there was no answer. */
  readonly error: string | null;
}

/** Sends confirmations over HTTP. Redirects are not followed. */
export class ConfirmationClient {
  private readonly agent = new Agent({ connections: MAX_CONNECTIONS, pipelining: 1 });
  private readonly stopping = new AbortController();

  /** @param timeoutMs for the whole exchange; ePayco waits 30 s */
  constructor(private readonly timeoutMs: number) {}

  /** Never rejects: an error is an outcome. */
  async send({ request: outgoing }: Confirmation): Promise<Sent> {
    try {
      const { statusCode, body } = await request(outgoing.url, this.optionsOf(outgoing));
      await body.dump();
      const isDelivered = statusCode >= 200 && statusCode < 300;
      return { isDelivered, status: statusCode, error: null };
    } catch (error) {
      return { isDelivered: false, status: null, error: codeOf(error) };
    }
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.agent.destroy();
  }

  private optionsOf({ method, headers, body }: OutgoingRequest) {
    const signal = AbortSignal.any([AbortSignal.timeout(this.timeoutMs), this.stopping.signal]);
    return { dispatcher: this.agent, signal, method, headers: { ...headers }, body };
  }
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'name' in error ? String(error.name) : 'Error';
}
