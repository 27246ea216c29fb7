import type { Agent, Dispatcher } from 'undici';
import { ConnectorError } from '../connector-error.js';
import type { ProviderReply, ProviderRequest } from '../connector.js';
import { transportError } from '../transport-error.js';

/** What one transmission may use. */
export interface TransmissionLimits {
  readonly signal: AbortSignal;
  readonly maxReplyBytes: number;
}

type Headers = Record<string, string | string[] | undefined>;

/**
 * One request on the wire. It is written to at most one socket, once: should the transport ever start it
 * again, it is aborted instead.
 */
export class HttpExchange implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | null = null;
  private isSettled = false;
  private status = 0;
  private headers: Headers = {};
  private sizeBytes = 0;
  private readonly chunks: Buffer[] = [];
  private resolve: (reply: ProviderReply) => void = () => undefined;
  private reject: (error: ConnectorError) => void = () => undefined;

  private constructor(private readonly limits: TransmissionLimits) {}

  /**
   * Sends a request.
   *
   * @returns the whole answer, whatever its status
   * @throws ConnectorError `not_sent` kinds exactly when the request was handed to no socket
   */
  static send(
    agent: Agent,
    request: ProviderRequest,
    limits: TransmissionLimits,
  ): Promise<ProviderReply> {
    const exchange = new HttpExchange(limits);
    return new Promise((resolve, reject) => {
      const stop = () => exchange.fail(limits.signal.reason);
      const settle = () => {
        exchange.isSettled = true;
        limits.signal.removeEventListener('abort', stop);
      };
      exchange.resolve = (reply) => {
        settle();
        resolve(reply);
      };
      exchange.reject = (error) => {
        settle();
        reject(error);
      };
      limits.signal.addEventListener('abort', stop, { once: true });
      exchange.dispatch(agent, request);
    });
  }

  private dispatch(agent: Agent, request: ProviderRequest): void {
    try {
      const { origin, pathname, search } = new URL(request.url);
      const path = pathname + search;
      const { method, headers = {}, body = null } = request;
      agent.dispatch({ origin, path, method, headers: { ...headers }, body }, this);
    } catch (error) {
      this.fail(error);
    }
  }

  /** The request is about to be written: from here on nobody knows what left. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.isSettled || this.controller !== null) {
      controller.abort(new Error('the request is over, or was written before'));
      return;
    }
    this.controller = controller;
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Headers): void {
    this.status = status;
    this.headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.sizeBytes += chunk.length;
    if (this.sizeBytes <= this.limits.maxReplyBytes) {
      this.chunks.push(chunk);
      return;
    }
    const detail = `an answer of more than ${this.limits.maxReplyBytes} bytes`;
    this.fail(new ConnectorError('malformed_reply', detail));
    controller.abort(new Error(detail));
  }

  onResponseEnd(): void {
    if (this.isSettled) return;
    const headers = Object.entries(this.headers).map(([name, value]) => [name, String(value)]);
    this.resolve({
      status: this.status,
      headers: Object.fromEntries(headers),
      body: Buffer.concat(this.chunks),
    });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  private fail(error: unknown): void {
    if (this.isSettled) return;
    const isOutOfTime = this.limits.signal.aborted;
    const wasHandedOver = this.controller !== null;
    this.reject(transportError(error, { wasHandedOver, isOutOfTime }));
    this.controller?.abort(new Error('given up'));
  }
}
