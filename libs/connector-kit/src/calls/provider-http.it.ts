import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { eventually } from '@cauce/testing';
import { Agent } from 'undici';
import { ConnectorError } from '../connector-error.js';
import type { ProviderRequest } from '../connector.js';
import { providerAgent, RecordedCall } from './provider-http.client.js';

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';
const servers: Server[] = [];
const agents: Agent[] = [];

/** A provider that does what the test says with each request; `requests` counts what reached it. */
async function provider(onRequest: (socket: Socket, count: number) => void) {
  const seen = { requests: 0 };
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => onRequest(socket, (seen.requests += 1)));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(seen, { url: `http://127.0.0.1:${port}/pay`, port, server });
}

function newAgent(agent = providerAgent()): Agent {
  agents.push(agent);
  return agent;
}

const now = () => new Date('2026-11-20T15:00:00Z');

function newCall(timeoutMs = 2_000, agent = newAgent()): RecordedCall {
  return new RecordedCall({ agent, now, timeoutMs, privateFields: ['documento'] });
}

const execute = (url: string): ProviderRequest => ({
  method: 'POST',
  url,
  purpose: 'execute',
  body: '{"documento":"1020304051"}',
});

async function kindOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'answered';
  } catch (error) {
    if (!(error instanceof ConnectorError)) return String(error);
    return `${error.kind}: ${error.meaning.outcome}`;
  }
}

afterAll(async () => {
  for (const agent of agents) await agent.destroy();
  for (const server of servers) server.close();
});

describe('nothing was handed to the network: not sent', () => {
  it('when nobody listens', async () => {
    const { url, server } = await provider(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    const call = newCall();
    expect(await kindOf(call.send(execute(url)))).toBe('connect_failed: not_sent');
    expect(call.mayHaveExecuted).toBe(false);
  });

  it('when there is no such host', async () => {
    const call = newCall();
    expect(await kindOf(call.send(execute('https://does-not-exist.invalid/pay')))).toBe(
      'connect_failed: not_sent',
    );
  });

  it('when the other side does not speak TLS, or resets before it does', async () => {
    const plain = await provider((socket) => socket.end(OK));
    const rude = await provider((socket) => socket.resetAndDestroy());
    for (const { port } of [plain, rude]) {
      const sent = newCall().send(execute(`https://127.0.0.1:${port}/pay`));
      expect(await kindOf(sent)).toBe('connect_failed: not_sent');
    }
  });

  it('when the time is over before it is sent', async () => {
    const server = await provider((socket) => socket.write(OK));
    expect(await kindOf(newCall(0).send(execute(server.url)))).toBe('deadline_passed: not_sent');
    expect(server.requests).toBe(0);
  });

  it('when the time runs out while it waits for a connection, and it is not sent later either', async () => {
    const answer: (() => void)[] = [];
    const server = await provider((socket) => answer.push(() => socket.write(OK)));
    const agent = newAgent(new Agent({ connections: 1, pipelining: 1, allowH2: false }));
    const first = newCall(5_000, agent).send(execute(server.url));
    const second = newCall(100, agent).send(execute(server.url));
    expect(await kindOf(second)).toBe('deadline_passed: not_sent');
    for (const one of answer) one();
    expect((await first).status).toBe(200);
    // The next one passes the queue only after the one that was given up has left it.
    const third = newCall(5_000, agent).send(execute(`${server.url}?third`));
    await eventually(() => answer.length > 1);
    for (const one of answer.slice(1)) one();
    expect((await third).status).toBe(200);
    expect(server.requests).toBe(2);
  });

  it('when the request itself is wrong', async () => {
    const bad = { ...execute('not a url'), headers: {} };
    expect(await kindOf(newCall().send(bad))).toBe('invalid_request: rejected');
    const { url } = await provider(() => undefined);
    const worse = { ...execute(url), headers: { 'x-bad': 'a\r\nb' } };
    expect(await kindOf(newCall().send(worse))).toBe('invalid_request: rejected');
  });
});

describe('something may have arrived: unknown', () => {
  it.each<[string, string, (socket: Socket) => void]>([
    ['the request is swallowed', 'timeout', () => undefined],
    ['a reset instead of the reply', 'connection_lost', (socket) => socket.resetAndDestroy()],
    ['an end instead of the reply', 'connection_lost', (socket) => socket.end()],
    [
      'a reply that is cut in the middle',
      'connection_lost',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"su'),
    ],
    [
      'a reply whose rest never comes',
      'timeout',
      (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"su'),
    ],
    ['a reply that is not HTTP', 'malformed_reply', (socket) => socket.write('SSH-2.0-x\r\n')],
  ])('%s', async (_, kind, onRequest) => {
    const server = await provider(onRequest);
    const call = newCall(300);
    expect(await kindOf(call.send(execute(server.url)))).toBe(`${kind}: unknown`);
    expect(call.mayHaveExecuted).toBe(true);
    expect(server.requests).toBe(1);
  });

  it('a reset of a kept connection on its second request, which is not sent again', async () => {
    const server = await provider((socket, count) =>
      count === 1 ? socket.write(OK) : socket.resetAndDestroy(),
    );
    const agent = newAgent();
    await newCall(2_000, agent).send(execute(server.url));
    expect(await kindOf(newCall(2_000, agent).send(execute(server.url)))).toBe(
      'connection_lost: unknown',
    );
    expect(server.requests).toBe(2);
  });

  it('is told of a log-in as something that left the operation unsent', async () => {
    const server = await provider((socket) => socket.resetAndDestroy());
    const call = newCall();
    const logIn = { ...execute(server.url), purpose: 'log_in' as const };
    expect(await kindOf(call.send(logIn))).toBe('login_failed: not_sent');
    expect(call.mayHaveExecuted).toBe(false);
  });

  it('is remembered of the whole call, but for a 401, which executes nothing', async () => {
    const { url } = await provider((socket, count) =>
      socket.write(count === 1 ? OK.replace('200 OK', '401 Unauthorized') : OK),
    );
    const call = newCall();
    await call.send({ ...execute(url), purpose: 'read' });
    expect(call.mayHaveExecuted).toBe(false);
    const other = newCall();
    await other.send(execute(url));
    expect(other.mayHaveExecuted).toBe(true);
    const { url: refusing } = await provider((socket) =>
      socket.write(OK.replace('200 OK', '401 Unauthorized')),
    );
    const refused = newCall();
    await refused.send(execute(refusing));
    expect(refused.mayHaveExecuted).toBe(false);
  });
});

describe('an answer', () => {
  it('is given whatever its status, and a redirect is not followed', async () => {
    const server = await provider((socket) =>
      socket.write('HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 1\r\n\r\nx'),
    );
    const reply = await newCall().send(execute(server.url));
    expect(reply).toMatchObject({ status: 302, headers: { location: '/elsewhere' } });
    expect(server.requests).toBe(1);
  });

  it('that is too large is cut off', async () => {
    const chunk = 'x'.repeat(1024 * 1024);
    const server = await provider((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      const more = () => {
        while (socket.writable && socket.write(`100000\r\n${chunk}\r\n`));
        socket.once('drain', more);
      };
      more();
    });
    expect(await kindOf(newCall(20_000).send(execute(server.url)))).toBe(
      'malformed_reply: unknown',
    );
  }, 30_000);

  it('is kept with its request, without what is private', async () => {
    const { url } = await provider((socket) => socket.write(OK));
    const call = newCall();
    await call.send({ ...execute(`${url}?token=t0k3n-1`), headers: { authorization: 'Bearer b' } });
    expect(call.exchanges).toEqual([
      expect.objectContaining({
        purpose: 'execute',
        outcome: 'answered',
        status: 200,
        startedAt: now(),
      }),
    ]);
    expect(call.exchanges[0]?.text).not.toMatch(/1020304051|t0k3n-1|Bearer/);
  });

  it('that never came is kept too', async () => {
    const { url } = await provider((socket) => socket.resetAndDestroy());
    const call = newCall();
    await kindOf(call.send(execute(url)));
    expect(call.exchanges).toEqual([
      expect.objectContaining({ outcome: 'connection_lost', status: null }),
    ]);
  });
});
