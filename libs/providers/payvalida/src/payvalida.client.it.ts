import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { providerAgent, RecordedCall, type Connector } from '@cauce/connector-kit';
import { answers, NOW, request } from './fixtures/requests.js';
import { payvalidaCashConnector } from './payvalida.connector.js';
import { PAYVALIDA_PRIVATE_FIELDS } from './payvalida.private-fields.js';

type Handler = (asked: IncomingMessage, response: ServerResponse, body: string) => void;

const agent = providerAgent();
const DAY = 86_400_000;
const money = (minor: bigint) => ({ minor, currency: 'COP' as const });
let server: Server;
let handle: Handler;

beforeAll(async () => {
  server = createServer((asked, response) => {
    let body = '';
    asked.on('data', (part: Buffer) => (body += part.toString()));
    asked.on('end', () => handle(asked, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  await agent.destroy();
  server.close();
});

function connector(): Connector {
  const { port } = server.address() as AddressInfo;
  const account = {
    apiUrl: `http://127.0.0.1:${port}`,
    merchant: 'kuanto',
    fixedHash: 'FIXEDHASH',
  };
  return payvalidaCashConnector({
    rail: 'efecty',
    method: 'efecty',
    agreement: null,
    limits: { minimum: money(100n), maximum: money(300_000_000n), step: money(100n) },
    expiry: { minimumMs: DAY, maximumMs: 30 * DAY, defaultMs: DAY },
    visibilityHorizonMs: 1,
    issueTimeoutMs: 2_000,
    account,
    notificationHash: 'NOTIFHASH',
    deletesOrders: true,
    textOf: ({ code }) => ({ es: code, en: code }),
  });
}

const newCall = () =>
  new RecordedCall({
    agent,
    now: () => NOW,
    timeoutMs: 2_000,
    privateFields: PAYVALIDA_PRIVATE_FIELDS,
  });

const query = {
  reference: '1763650123',
  providerTransactionIds: [],
  scope: 'reference' as const,
};

describe('what is recorded of exchanges with Payvalida', () => {
  /** Everything that may not be kept: the payer, the checkout’s token, hashes and checksums. */
  const PRIVATE =
    /ana@example|Ana Mar|1020304051|eyJhbGci|FIXEDHASH|NOTIFHASH|[0-9a-f]{64}|3001112233/i;

  it('names the order and its number, and neither payer nor credentials', async () => {
    const replies = [answers.registered, { CODE: '0042', DESC: 'ana@example.com' }];
    handle = (asked, response, body) => {
      if (asked.method !== 'POST') return void response.end(JSON.stringify(answers.order));
      expect(body).toMatch(PRIVATE);
      response.end(JSON.stringify(replies.shift()));
    };
    const call = newCall();
    await connector().issue(request(), call);
    await connector().issue(request(), call);
    await connector().readStatus(query, call);
    expect(call.exchanges.map((one) => one.purpose)).toEqual([
      'execute',
      'execute',
      'read',
      'read',
    ]);
    const texts = call.exchanges.map((one) => one.text);
    for (const text of texts) {
      expect(text).not.toMatch(PRIVATE);
      expect(text).toContain('1763650123');
    }
    expect(texts[0]).toContain('95601');
    expect(texts[2]).toContain('989898101');
  });

  it('names them neither when the answer is cut or a page that repeats the request', async () => {
    handle = (_, response, body) => response.end(`<h1>${body}</h1>`);
    const call = newCall();
    await expect(connector().issue(request(), call)).rejects.toMatchObject({
      kind: 'malformed_reply',
    });
    expect(call.exchanges[0]?.text).not.toMatch(PRIVATE);
  });
});

describe('what is sent to Payvalida', () => {
  it('is JSON in UTF-8, and a deletion without a body', async () => {
    const asked: { method: string; type: string; body: string }[] = [];
    handle = (one, response, body) => {
      asked.push({
        method: one.method ?? '',
        type: one.headers['content-type'] ?? '',
        body: body.includes('Muñoz Peña') ? 'with ñ' : body,
      });
      const { registered, deleted } = answers;
      response.end(JSON.stringify(one.method === 'POST' ? registered : deleted));
    };
    const call = newCall();
    await connector().issue(request(), call);
    await connector().cancel?.(query, call);
    expect(asked).toEqual([
      { method: 'POST', type: 'application/json', body: 'with ñ' },
      { method: 'DELETE', type: '', body: '' },
    ]);
  });

  it('ends as unknown when the answer is lost, although the order is there', async () => {
    handle = (asked) => asked.socket.destroy();
    const call = newCall();
    await expect(connector().issue(request(), call)).rejects.toMatchObject({
      kind: 'connection_lost',
      meaning: { outcome: 'unknown' },
    });
    expect(call.mayHaveExecuted).toBe(true);
  });
});
