import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { providerAgent, RecordedCall } from '@cauce/connector-kit';
import { IV, KEY, OPTIONS, page, PretendAch } from './fixtures/pretend-ach.js';
import { REFERENCE, request } from './fixtures/requests.js';
import { pseAvanzaConnector } from './pse-avanza.connector.js';

interface Heard {
  readonly url: string;
  readonly contentType: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

const agent = providerAgent();
const servers: Server[] = [];

afterAll(async () => {
  await agent.destroy();
  for (const server of servers) server.close();
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** A PSE that listens on this machine, and calls as the kit makes them. */
async function world() {
  const ach = new PretendAch();
  const heard: Heard[] = [];
  const server = createServer((incoming, response) => {
    void (async () => {
      const { url = '', headers } = incoming;
      const body = await bodyOf(incoming);
      const { authorization, 'content-type': contentType = '' } = headers;
      heard.push({ url, contentType, authorization, body });
      const reply = await ach.answer({ url: `http://here${url}`, body });
      response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.body);
    })();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}`;
  const endpoint = { ...OPTIONS.endpoint, baseUrl };
  const connector = pseAvanzaConnector({ ...OPTIONS, endpoint });
  const { privateFields } = connector;
  const { now } = ach;
  const call = (timeoutMs = 5_000) => new RecordedCall({ agent, now, timeoutMs, privateFields });
  return { ach, heard, connector, call };
}

/** Whatever names the payer, or lets somebody in; the key in every way of writing it. */
const PRIVATE = [
  ...['client-7f6e5d4c', 's3cret-268c8e01', 'token-1-a1b2c3', 'token-2-a1b2c3'],
  ...(['utf8', 'hex', 'base64'] as const).map((encoding) => KEY.toString(encoding)),
  ...[IV.toString('hex'), IV.toString('base64')],
  ...['Ana Muñoz Peña', 'ana.munoz@example.com', '3001112233', '1020304051'],
];

describe('PSE over the wire', () => {
  it('hears a log-in as a form, and then sealed messages with the key of the account', async () => {
    const { heard, connector, call } = await world();
    await connector.issue(request(), call());
    const [logIn, create] = heard;
    expect(logIn).toMatchObject({
      url: '/oauth/client_credential/accesstoken?grant_type=client_credentials',
      contentType: 'application/x-www-form-urlencoded',
      authorization: undefined,
    });
    expect(create).toMatchObject({
      url: '/v2/psewebapinf/api/CreateTransactionPaymentNF?apikey=client-7f6e5d4c',
      contentType: 'application/json',
      authorization: 'Bearer token-1-a1b2c3',
    });
    expect(create?.body).toMatch(
      /^eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0\.\.[\w-]{16}\.[\w-]+\.[\w-]{22}$/,
    );
  });

  it('never hears the same nonce twice', async () => {
    const { heard, connector, call } = await world();
    for (let count = 0; count < 5; count += 1) {
      await connector.issue(request({ reference: `${REFERENCE}${count}` }), call());
    }
    const nonces = heard.slice(1).map(({ body }) => body.split('.')[2]);
    expect(new Set(nonces).size).toBe(5);
  });

  it('leaves neither credentials nor payer data in the record, whatever happens', async () => {
    const { ach, connector, call } = await world();
    const calls = [call(), call(), call(), call()];
    const [issuing, refused, failing, reading] = calls;
    const { providerTransactionId } = await connector.issue(request(), issuing ?? call());
    ach.plan('CreateTransactionPaymentNF', page(401));
    await connector.issue(request({ reference: '2' }), refused ?? call());
    const echo = { fullName: 'Ana Muñoz Peña', email: 'ana.munoz@example.com', a: '1020304051' };
    const body = Buffer.from(JSON.stringify({ ...echo, identificationNumber: '1020304051' }));
    ach.plan('CreateTransactionPaymentNF', { status: 400, headers: {}, body });
    const failed = connector.issue(request({ reference: '3' }), failing ?? call());
    await expect(failed).rejects.toMatchObject({ kind: 'malformed_reply' });
    ach.change(providerTransactionId, { transactionState: 'OK' });
    const query = { reference: REFERENCE, providerTransactionIds: [providerTransactionId] };
    await connector.readStatus({ ...query, scope: 'reference' }, reading ?? call());
    const records = calls.flatMap((one) => one.exchanges.map(({ text }) => text));
    expect(records).toHaveLength(2 + 3 + 1 + 2);
    for (const text of records) {
      for (const value of PRIVATE) expect(text).not.toContain(value);
      expect(text).not.toContain(encodeURIComponent('Ana Muñoz Peña'));
    }
    expect(records[1]).toContain('apikey=[removed]');
  });

  it('says that a read changes nothing, and a create or a finalize may', async () => {
    const { ach, connector, call } = await world();
    const ask = async () => {
      const asking = call();
      const ids = { reference: REFERENCE, providerTransactionIds: ['1466634'] };
      await connector.readStatus({ ...ids, scope: 'reference' }, asking);
      return asking.mayHaveExecuted;
    };
    const issuing = call();
    await connector.issue(request(), issuing);
    expect(issuing.mayHaveExecuted).toBe(true);
    expect(await ask()).toBe(false);
    ach.change('1466634', { transactionState: 'OK' });
    expect(await ask()).toBe(true);
  });

  it('is not called when its time is over, and the payment may be tried again', async () => {
    const { heard, connector, call } = await world();
    const late = connector.issue(request(), call(0));
    await expect(late).rejects.toMatchObject({ kind: 'deadline_passed' });
    expect(heard).toEqual([]);
    await expect(connector.issue(request(), call())).resolves.toBeDefined();
  });
});
