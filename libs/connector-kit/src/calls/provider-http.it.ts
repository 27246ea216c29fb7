import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { ConnectorError } from '../connector-error.js';
import { providerAgent, RecordedCall } from './provider-http.client.js';

/** A provider that does what the test says with each connection's first bytes. */
async function provider(onRequest: (socket: Socket) => void): Promise<Server & { url: string }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => onRequest(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(server, { url: `http://127.0.0.1:${port}/pay` });
}

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';
const agent = providerAgent();
const call = (timeoutMs = 2_000) =>
  new RecordedCall(agent, () => new Date('2026-11-20T15:00:00Z'), timeoutMs);

async function kindOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'answered';
  } catch (error) {
    return error instanceof ConnectorError
      ? `${error.kind}: ${error.meaning.outcome}`
      : String(error);
  }
}

const post = (url: string) => ({ method: 'POST' as const, url, body: '{"amount":1}' });

describe('what a caller can really know', () => {
  const servers: Server[] = [];
  const serve = async (onRequest: (socket: Socket) => void) => {
    const server = await provider(onRequest);
    servers.push(server);
    return server;
  };

  afterAll(async () => {
    await agent.destroy();
    for (const server of servers) server.close();
  });

  it('nobody listens: not sent', async () => {
    const server = await serve(() => undefined);
    const { url } = server;
    await new Promise((resolve) => server.close(resolve));
    expect(await kindOf(call().send(post(url)))).toBe('connect_failed: not_sent');
  });

  it('no such host: not sent', async () => {
    expect(await kindOf(call().send(post('http://does-not-exist.invalid/pay')))).toBe(
      'connect_failed: not_sent',
    );
  });

  it('the request is swallowed: unknown', async () => {
    const { url } = await serve(() => undefined);
    expect(await kindOf(call(200).send(post(url)))).toBe('timeout: unknown');
  });

  it('a reset instead of the reply: unknown', async () => {
    const { url } = await serve((socket) => socket.resetAndDestroy());
    expect(await kindOf(call().send(post(url)))).toBe('connection_lost: unknown');
  });

  it('a reply that is cut in the middle: unknown', async () => {
    const { url } = await serve((socket) => {
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"su');
    });
    expect(await kindOf(call().send(post(url)))).toBe('connection_lost: unknown');
  });

  it('a reset of a kept-alive connection on its second request: unknown, and sent once', async () => {
    let requests = 0;
    const { url } = await serve((socket) => {
      requests += 1;
      if (requests === 1) socket.write(OK);
      else socket.resetAndDestroy();
    });
    await call().send(post(url));
    expect(await kindOf(call().send(post(url)))).toBe('connection_lost: unknown');
    expect(requests).toBe(2);
  });

  it('no time left before anything is sent: not sent', async () => {
    const { url } = await serve((socket) => socket.write(OK));
    const late = call(1);
    await new Promise((resolve) => late.signal.addEventListener('abort', resolve));
    expect(await kindOf(late.send(post(url)))).toBe('deadline_passed: not_sent');
  });

  it('keeps every exchange, without credentials', async () => {
    const { url } = await serve((socket) => socket.write(OK));
    const recorded = call();
    await recorded.send({
      ...post(`${url}?public_key=abcdef123`),
      body: '{"private_key":"s3cr3t-key","a":1}',
      secrets: ['t0ken-value'],
    });
    const [exchange] = recorded.exchanges;
    expect(exchange).toMatchObject({ outcome: 'answered', status: 200 });
    expect(exchange?.text).not.toMatch(/abcdef123|s3cr3t-key/);
    expect(exchange?.text).toContain('"a":1');
  });
});
