import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { RawCallback } from '../connector.js';

const WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 5;

/** Where a provider under contract calls back to: keeps every callback as it came, and answers 200. */
export class CallbackListener {
  readonly received: RawCallback[] = [];
  private readonly server = createServer((request, response) => {
    void this.take(request).then(() => response.end('ok'));
  });

  /** @param headers - names, in lower case, that are kept */
  constructor(private readonly headers: readonly string[]) {}

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  /** The address for the callbacks of a route. */
  urlOf(route: string): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/callbacks/${route}`;
  }

  /** The first callback that fits, from a place in the order of arrival on. */
  async next(isWanted: (callback: RawCallback) => boolean, from = 0): Promise<RawCallback> {
    const until = performance.now() + WITHIN_MS;
    for (;;) {
      const found = this.received.slice(from).find(isWanted);
      if (found !== undefined) return found;
      if (performance.now() > until) throw new Error(`no such callback within ${WITHIN_MS} ms`);
      await delay(LOOK_EVERY_MS);
    }
  }

  /** The first callbacks that fit, in the order of their arrival. */
  async first(
    count: number,
    isWanted: (callback: RawCallback) => boolean,
  ): Promise<readonly RawCallback[]> {
    const found = () => this.received.filter(isWanted).slice(0, count);
    await this.next(() => found().length === count);
    return found();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname, search } = new URL(request.url ?? '/', 'http://here');
    const [, , , suffix = ''] = pathname.split('/');
    const headers = this.headers.flatMap((name) => {
      const value = request.headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    });
    this.received.push({
      method: request.method ?? '',
      suffix,
      query: search.slice(1),
      contentType: request.headers['content-type'] ?? null,
      headers: Object.fromEntries(headers),
      body: Buffer.concat(chunks),
    });
  }
}
