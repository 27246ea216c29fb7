import { Agent } from 'undici';
import { newId } from '@cauce/config';
import { ConnectorError } from '../connector-error.js';
import type { ProviderCall, ProviderReply, ProviderRequest } from '../connector.js';
import { recordText } from '../exchange-record.js';
import type { ClientCertificate } from './client-certificates.schema.js';
import { HttpExchange } from './http-exchange.client.js';

/** Longest wait for a connection; the whole call has a deadline of its own. */
const CONNECT_TIMEOUT_MS = 3_000;

/** Answers of providers are small; settlement files are the largest thing that is fetched. */
const MAX_REPLY_BYTES = 64 * 1024 * 1024;

/** Connections to one provider host: as many as calls of one route may run. */
export const CONNECTIONS = 64;

/**
 * An idle connection is not used again after this time, or after what the provider promises less a second:
 * a request on a connection that the other side is closing ends as unknown.
 */
const KEEP_ALIVE_MS = 4_000;
const KEEP_ALIVE_MAX_MS = 30_000;

/** One request and what came of it; the text is clean of private values. */
export interface Exchange {
  readonly id: string;
  readonly purpose: ProviderRequest['purpose'];
  /** `answered`, or the kind of the failure. */
  readonly outcome: string;
  readonly status: number | null;
  readonly startedAt: Date;
  readonly durationMs: number;
  /** Scrubbed; sealed before it is stored. */
  readonly text: string;
}

/** What a call is made with. */
export interface CallOptions {
  readonly agent: Agent;
  readonly now: () => Date;
  /** Time left for the whole call; none when it is not positive. */
  readonly timeoutMs: number;
  readonly privateFields: readonly string[];
}

/** The requests of one operation: one deadline for all of them, and every exchange remembered. */
export class RecordedCall implements ProviderCall {
  readonly exchanges: Exchange[] = [];
  readonly signal: AbortSignal;
  readonly now: () => Date;
  private hasHandedOver = false;

  constructor(private readonly options: CallOptions) {
    const { timeoutMs, now } = options;
    this.now = now;
    this.signal = timeoutMs > 0 ? AbortSignal.timeout(timeoutMs) : AbortSignal.abort();
  }

  /** Whether a request that may change something has left, and was not refused by a 401. */
  get mayHaveExecuted(): boolean {
    return this.hasHandedOver;
  }

  async send(request: ProviderRequest): Promise<ProviderReply> {
    if (this.signal.aborted) {
      throw new ConnectorError('deadline_passed', `no time left to ${request.purpose}`);
    }
    const startedAt = this.now();
    const from = performance.now();
    const remember = (result: ProviderReply | ConnectorError) =>
      this.exchanges.push({
        id: newId('exc'),
        purpose: request.purpose,
        outcome: result instanceof ConnectorError ? result.kind : 'answered',
        status: result instanceof ConnectorError ? null : result.status,
        startedAt,
        durationMs: Math.round(performance.now() - from),
        text: recordText(request, result, this.options.privateFields),
      });
    try {
      const reply = await HttpExchange.send(this.options.agent, request, {
        signal: this.signal,
        maxReplyBytes: MAX_REPLY_BYTES,
      });
      remember(reply);
      // A 401 says that the request was not applied (RFC 9110, 15.5.2).
      if (request.purpose === 'execute' && reply.status !== 401) this.hasHandedOver = true;
      return reply;
    } catch (error) {
      const failure = this.judge(error, request);
      remember(failure);
      throw failure;
    }
  }

  private judge(error: unknown, request: ProviderRequest): ConnectorError {
    const failure =
      error instanceof ConnectorError
        ? error
        : new ConnectorError('connection_lost', 'the transport failed', { cause: error });
    if (failure.meaning.outcome !== 'unknown') return failure;
    if (request.purpose === 'execute') this.hasHandedOver = true;
    if (request.purpose !== 'log_in') return failure;
    return new ConnectorError('login_failed', failure.message, { cause: failure });
  }
}

/**
 * Makes the pool of connections that a connector service calls out with. It sends nothing twice.
 *
 * @param certificate what is shown to a provider that asks who we are
 */
export function providerAgent(certificate?: ClientCertificate): Agent {
  return new Agent({
    connect: { timeout: CONNECT_TIMEOUT_MS, ...certificate },
    connections: CONNECTIONS,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MAX_MS,
  });
}
