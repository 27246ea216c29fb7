import { setTimeout as pause } from 'node:timers/promises';
import { BusServer, LocalBus } from '@cauce/messaging';
import { commandsTopic, encodeMessage } from '@cauce/contracts';
import { newMessage } from '@cauce/messaging';
import { Health } from '@cauce/observability';
import { eventually } from '@cauce/testing';
import pg from 'pg';
import { ConnectorWorld } from './fixtures/connector-world.js';
import { idOf } from './fixtures/pretend-provider.js';

/** The service as it runs: HTTP, bus and jobs. */
async function run(world: ConnectorWorld) {
  const health = new Health();
  const app = await world.start({ health });
  const { logger } = world.log;
  const bus = new LocalBus({ logger });
  const databases = new Map([['connector-demo', world.database]]);
  app.connectMicroservice({ strategy: new BusServer({ bus, databases, logger }) });
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  return { app, bus, health, url: `http://127.0.0.1:${port}` };
}

let world: ConnectorWorld;
let running: Awaited<ReturnType<typeof run>>;

async function open(): Promise<void> {
  world = await ConnectorWorld.open();
  running = await run(world);
}

const right = (reference: string) =>
  JSON.stringify({ reference, id: idOf(reference), signature: 'right', claims: 'paid' });

const callbacks = () =>
  world.database.reads.query<{ sealed: string; id: string }>(
    'select id, sealed from callback_inbox',
  );

describe('a connector service', () => {
  beforeEach(open);
  afterEach(() => world.close());

  it('announces its routes at the start, and is ready once they have gone out', async () => {
    const { reads } = world.database;
    const read = () =>
      reads.query<{ message: { data: unknown }; key: string }>(
        `select key, message from outbox where topic = 'cauce.connector.routes'`,
      );
    await eventually(async () => expect(await read()).toHaveLength(1));
    const [row] = await read();
    expect((await running.health.ready()).ok).toBe(false);
    await reads.execute(`delete from outbox where topic = 'cauce.connector.routes'`);
    await eventually(async () => expect((await running.health.ready()).ok).toBe(true));
    expect(row?.key).toBe('demo.pretend');
    expect(row?.message.data).toMatchObject({
      route: 'demo.pretend',
      offers: { cancel: false, settlement: false },
      limits: { step: { minor: 100, currency: 'COP' } },
      visibilityHorizonMs: 60_000,
      issueTimeoutMs: 5_000,
    });
  });

  it('carries out a command that comes over the bus', async () => {
    const command = world.command();
    const message = newMessage(world.clock, {
      type: 'connector.issue' as const,
      ...{ key: command.paymentId, sequence: null, data: command },
    });
    const wire = encodeMessage(message);
    await Promise.all([
      running.bus.publish(commandsTopic('demo'), wire),
      running.bus.publish(commandsTopic('demo'), wire),
    ]);
    await eventually(async () =>
      expect(await world.lastResult(command)).toMatchObject({ outcome: 'done' }),
    );
    expect(world.provider.requests).toHaveLength(1);
  });

  it('stores a callback, answers it, and understands it at once', async () => {
    const { reference, paymentId } = await world.issue();
    world.provider.pay(reference);
    const response = await fetch(`${running.url}/callbacks/demo.pretend`, {
      method: 'POST',
      body: right(reference),
    });
    expect([response.status, await response.text()]).toEqual([200, 'ok']);
    const [fact] = await eventually(async () => {
      const facts = await world.sent('connector.fact');
      expect(facts.length).toBeGreaterThan(0);
      return facts;
    });
    expect(fact).toMatchObject({ kind: 'paid', paymentId });
  });

  it('waits for a running call before it stops', async () => {
    const command = world.command();
    world.provider.whileIssuing = () => pause(200);
    const [effect] = await world.claim('connector.issue', command);
    void effect?.();
    await running.app.close();
    expect(await world.lastResult(command)).toMatchObject({ outcome: 'done' });
  });
});

describe('the address for callbacks', () => {
  beforeAll(open);
  afterAll(() => world.close());
  beforeEach(() => world.database.reads.execute('delete from callback_inbox'));

  const at = (path: string) => `${running.url}/callbacks/${path}`;
  const post = (path: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
    fetch(at(path), { method: 'POST', body: body as never, headers });

  it.each<[string, () => Promise<Response>]>([
    [
      'a form',
      () =>
        post('demo.pretend', 'a=1&b=%C3%B1', {
          'content-type': 'application/x-www-form-urlencoded',
        }),
    ],
    ['broken JSON', () => post('demo.pretend', '{"a":', { 'content-type': 'application/json' })],
    ['bytes of no text', () => post('demo.pretend', Uint8Array.from([0, 255, 254]))],
    ['an unknown media type', () => post('demo.pretend', 'x', { 'content-type': 'x/y' })],
    ['nothing', () => post('demo.pretend', '')],
    ['a query', () => fetch(at('demo.pretend?x_ref_payco=1&x_signature=%ZZ'))],
    ['a query with too many ampersands', () => fetch(at('demo.pretend?&&a=1&&'))],
    ['something behind the route', () => post('demo.pretend/confirmation', 'a=1')],
    ['a query behind the route', () => fetch(at('demo.pretend/response?a=1'))],
  ])('takes %s, stores it and answers 200', async (_, send) => {
    const response = await send();
    expect([response.status, await response.text()]).toEqual([200, 'ok']);
    expect(await callbacks()).toHaveLength(1);
  });

  it('keeps every byte and the headers that the connector reads, sealed', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    await post('demo.pretend/x?q=%20', bytes, {
      'content-type': 'x/y; charset=latin1',
      'X-Signature': 'ts=1,v1=ab',
      'x-other': 'z',
    });
    const [row] = await callbacks();
    const text = world.cipher.open(row?.sealed ?? '', `callback:${row?.id}`);
    expect(JSON.parse(text)).toEqual({
      method: 'POST',
      suffix: 'x',
      query: 'q=%20',
      contentType: 'x/y; charset=latin1',
      headers: { 'x-signature': 'ts=1,v1=ab' },
      body: Buffer.from(bytes).toString('base64'),
    });
  });

  it.each(['demo.other', 'other.pretend', 'demo', 'demo.pretend/a/b'])(
    'is 404 at %s',
    async (path) => {
      expect((await post(path, 'x')).status).toBe(404);
      expect(await callbacks()).toEqual([]);
    },
  );

  it('refuses what is larger than a callback can be', async () => {
    expect((await post('demo.pretend', 'x'.repeat(64 * 1024 + 1))).status).toBe(413);
    expect((await post('demo.pretend', 'x'.repeat(64 * 1024))).status).toBe(200);
  });

  it('answers a hundred copies, fifty at once, and keeps one', async () => {
    const copies = () =>
      Promise.all(Array.from({ length: 50 }, () => post('demo.pretend', right('99'))));
    const responses = [...(await copies()), ...(await copies())];
    expect(new Set(responses.map((response) => response.status))).toEqual(new Set([200]));
    expect(await callbacks()).toHaveLength(1);
  });

  it('is no part of the documented API', async () => {
    const document = await (await fetch(`${running.url}/openapi.json`)).text();
    expect(document).not.toContain('callbacks');
  });

  it('answers 503, and never 2xx, while it cannot store', async () => {
    const admin = new pg.Client({
      connectionString: world.database.url.replace(/[^/]*$/, 'postgres'),
    });
    await admin.connect();
    const name = new URL(world.database.url).pathname.slice(1);
    await admin.query(`alter database ${name} allow_connections false`);
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      name,
    ]);
    try {
      const response = await post('demo.pretend', right('1'));
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).not.toBeNull();
    } finally {
      await admin.query(`alter database ${name} allow_connections true`);
      await admin.end();
    }
    await eventually(async () => expect((await post('demo.pretend', right('1'))).status).toBe(200));
  });
});
