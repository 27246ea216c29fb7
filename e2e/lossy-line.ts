import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A line to a host on which answers get lost: the host has done what it was asked, and nobody hears it. */
export class LossyLine {
  /** Requests that reached the host: method and path. */
  readonly carried: string[] = [];
  private losing: string[] = [];
  private readonly server = createServer((request, response) => void this.carry(request, response));

  private constructor(private readonly hostUrl: string) {}

  /** @param hostUrl - without a slash at its end */
  static async open(hostUrl: string): Promise<LossyLine> {
    const line = new LossyLine(hostUrl);
    await new Promise<void>((resolve) => line.server.listen(0, '127.0.0.1', resolve));
    return line;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Loses the next answers to requests with these methods, each once. */
  lose(...methods: string[]): void {
    this.losing = methods;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = await fetch(`${this.hostUrl}${url}`, {
      method,
      ...(method === 'GET' ? {} : { body: Buffer.concat(chunks) }),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    this.carried.push(`${method} ${url.split('?')[0]}`);
    const at = this.losing.indexOf(method);
    if (at >= 0) {
      this.losing.splice(at, 1);
      request.socket.destroy();
      return;
    }
    const type = answer.headers.get('content-type') ?? 'text/plain';
    response.writeHead(answer.status, { 'content-type': type }).end(body);
  }
}
