import { Agent, request as send } from 'undici';
import { newId } from '@cauce/config';
import { ConnectorError } from '../connector-error.js';
import type { ProviderCall, ProviderReply, ProviderRequest } from '../connector.js';
import { scrub } from '../scrub.js';
import { transportError } from '../transport-error.js';

/** Longest wait for a connection; the whole call has a deadline of its own. */
const CONNECT_TIMEOUT_MS = 3_000;

/** Answers of providers are small; settlement files are the largest thing that is fetched. */
const MAX_REPLY_BYTES = 64 * 1024 * 1024;

/** Connections to one provider host. */
const CONNECTIONS = 64;

/** How much of a body is kept of each exchange. */
const KEPT_CHARACTERS = 20_000;

/** One request and what came of it, credentials taken out. */
export interface Exchange {
  readonly id: string;
  readonly outcome: 'answered' | 'failed';
  readonly status: number | null;
  readonly durationMs: number;
  readonly startedAt: Date;
  /** Scrubbed text; sealed before it is stored, for it may name the payer. */
  readonly text: string;
}

/** Calls of one operation: a deadline, and every exchange remembered. */
export class RecordedCall implements ProviderCall {
  readonly exchanges: Exchange[] = [];
  readonly signal: AbortSignal;

  constructor(
    private readonly agent: Agent,
    readonly now: () => Date,
    timeoutMs: number,
  ) {
    this.signal = AbortSignal.timeout(timeoutMs);
  }

  /**
   * Sends one request; nothing is ever sent twice.
   *
   * @returns the whole answer, whatever its status
   * @throws ConnectorError `not_sent` kinds only with proof, else `timeout` or `connection_lost`
   */
  async send(request: ProviderRequest): Promise<ProviderReply> {
    const startedAt = this.now();
    const from = performance.now();
    const record = (reply: ProviderReply | null, failure: ConnectorError | null) => {
      this.exchanges.push({
        id: newId('exc'),
        outcome: reply === null ? 'failed' : 'answered',
        status: reply?.status ?? null,
        durationMs: Math.round(performance.now() - from),
        startedAt,
        text: describe(request, reply, failure),
      });
    };
    if (this.signal.aborted) {
      throw new ConnectorError('deadline_passed', `no time left for ${request.method}`);
    }
    try {
      const reply = await this.exchange(request);
      record(reply, null);
      return reply;
    } catch (error) {
      const failure = transportError(error);
      record(null, failure);
      throw failure;
    }
  }

  private async exchange(request: ProviderRequest): Promise<ProviderReply> {
    const response = await send(request.url, {
      method: request.method,
      headers: { ...request.headers },
      body: request.body ?? null,
      dispatcher: this.agent,
      signal: this.signal,
    });
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    for await (const chunk of response.body) {
      const bytes = Buffer.from(chunk);
      sizeBytes += bytes.length;
      if (sizeBytes > MAX_REPLY_BYTES) {
        throw new ConnectorError(
          'malformed_reply',
          `an answer of more than ${MAX_REPLY_BYTES} bytes`,
        );
      }
      chunks.push(bytes);
    }
    const headers = Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
    );
    return { status: response.statusCode, headers, body: Buffer.concat(chunks) };
  }
}

/** Makes the pool of connections that a connector service calls out with. */
export function providerAgent(): Agent {
  return new Agent({
    connect: { timeout: CONNECT_TIMEOUT_MS },
    connections: CONNECTIONS,
    pipelining: 1,
    keepAliveTimeout: 10_000,
  });
}

function describe(
  request: ProviderRequest,
  reply: ProviderReply | null,
  failure: ConnectorError | null,
): string {
  const answer =
    reply === null
      ? `failed: ${failure?.message ?? ''}`
      : `${reply.status}\n${Buffer.from(reply.body).toString('utf8').slice(0, KEPT_CHARACTERS)}`;
  const text = `${request.method} ${request.url}\n${(request.body ?? '').slice(0, KEPT_CHARACTERS)}\n\n${answer}`;
  return scrub(text, request.secrets);
}
