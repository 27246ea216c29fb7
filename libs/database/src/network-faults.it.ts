import { jest } from '@jest/globals';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { silentLogger, testDatabase, type TestDatabase } from '@cauce/testing';
import type { QueryRunner } from 'typeorm';
import { Database, isTransient } from './index.js';

jest.setTimeout(60_000);

class MakeNotes1760000000001 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table notes (id text primary key)');
  }
  async down(): Promise<void> {}
}

type Fault =
  'none' | 'slow' | 'swallow' | 'cut_before_commit' | 'cut_after_commit' | 'end_when_ready';

/** `ReadyForQuery`, idle: the last message of a log-in. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
/** `ErrorResponse` of a server that is shut down by its administrator. */
const ENDED = errorResponse('SFATAL', 'VFATAL', 'C57P01', 'Mterminating connection');

/** Longer than a request waits for a connection, and shorter than a start does. */
const SLOW_MS = 2_200;

/** Stands between a service and its PostgreSQL and does what networks do. */
class BadNetwork {
  fault: Fault = 'none';
  private readonly sockets = new Set<Socket>();
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async before(url: string): Promise<BadNetwork> {
    const target = new URL(url);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const own = new URL(url);
    own.port = String(typeof address === 'object' ? address?.port : '');
    const network = new BadNetwork(server, own.href);
    server.on('connection', (near) =>
      network.join(near, connect(Number(target.port), target.hostname)),
    );
    return network;
  }

  private join(near: Socket, far: Socket): void {
    // What a connection does is decided when it begins, so that a fault spares later connections.
    let isSwallowing = false;
    let isSlow = this.fault === 'slow';
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => [near, far].forEach((one) => one.destroy()));
    }
    near.on('data', (bytes) => {
      const isCommit = bytes.includes('COMMIT\0');
      if (this.fault === 'swallow') isSwallowing = true;
      if (isCommit && this.fault === 'cut_before_commit') return void near.destroy();
      if (!isSwallowing) far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (isSwallowing) return;
      if (this.fault === 'cut_after_commit' && bytes.includes('COMMIT\0'))
        return void near.destroy();
      if (this.fault === 'end_when_ready' && bytes.includes(READY)) {
        // In one piece, so that the client has both before anything that it awaited goes on.
        return void near.end(Buffer.concat([bytes, ENDED]));
      }
      // The first answer of a log-in: nothing comes after it before the client has it.
      if (isSlow) setTimeout(() => near.write(bytes), SLOW_MS);
      else near.write(bytes);
      isSlow = false;
    });
  }

  close(): void {
    this.sockets.forEach((socket) => socket.destroy());
    this.server.close();
  }
}

function errorResponse(...fields: readonly string[]): Buffer {
  const body = Buffer.from(`${fields.join('\0')}\0\0`);
  const head = Buffer.from([0x45, 0, 0, 0, 0]);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

describe('behind a bad network', () => {
  let behind: TestDatabase;
  let network: BadNetwork;
  let database: Database;

  beforeEach(async () => {
    const service = { service: 'demo-network', migrations: [MakeNotes1760000000001] };
    behind = await testDatabase(service);
    network = await BadNetwork.before(behind.url);
    database = await Database.open({
      ...service,
      url: `${network.url}?query_timeout=300`,
      logger: silentLogger(),
      poolSize: 1,
    });
  });
  afterEach(async () => {
    await database.close();
    network.close();
    await behind.close();
  });

  const writeOne = () => database.transaction((tx) => tx.execute("insert into notes values ('a')"));
  const failureOf = (work: Promise<unknown>) => work.catch((error: unknown) => error);
  const notes = () => behind.reads.query('select id from notes');

  it.each([
    ['before the server saw it', 'cut_before_commit', []],
    ['after the server did it', 'cut_after_commit', [{ id: 'a' }]],
  ] as const)('a commit that is cut %s is reported as unknown', async (_when, fault, left) => {
    network.fault = fault;
    const failure = await failureOf(writeOne());
    expect(failure).toMatchObject({
      name: 'ConnectionLostError',
      message: expect.stringContaining('may or may not count'),
    });
    expect(isTransient(failure)).toBe(true);
    expect(await notes()).toEqual(left);
    network.fault = 'none';
    await database.ping();
  });

  it('a service starts with connections that no request would wait for', async () => {
    network.fault = 'slow';
    const service = { service: 'demo-network', migrations: [MakeNotes1760000000001] };
    const started = await Database.open({
      ...{ ...service, url: network.url, logger: silentLogger(), poolSize: 2 },
    });
    try {
      let release = () => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      const holding = started.transaction(() => held);
      // The pool has that one connection, and a second one takes too long by now.
      const failure = await failureOf(started.reads.query('select 1'));
      release();
      await holding;
      expect(failure).toMatchObject({ name: 'DatabaseBusyError' });
    } finally {
      await started.close();
    }
  }, 60_000);

  it('a transaction without an answer is given up, and its connection with it', async () => {
    const failure = await failureOf(
      database.transaction(async (tx) => {
        await tx.execute("insert into notes values ('a')");
        network.fault = 'swallow';
        await tx.execute("insert into notes values ('b')");
      }),
    );
    expect(failure).toMatchObject({ name: 'ConnectionLostError' });
    network.fault = 'none';
    // The pool has one connection: the silent one would answer no more than before.
    await database.ping();
    expect(await notes()).toEqual([]);
  });

  it('a read without an answer is given up, and its connection with it', async () => {
    network.fault = 'swallow';
    const failure = await failureOf(database.reads.query('select 1'));
    expect(isTransient(failure)).toBe(true);
    network.fault = 'none';
    await database.ping();
  });

  it.each([
    ['a transaction', () => database.transaction(async () => undefined)],
    ['a read', () => database.reads.query('select 1')],
  ])('%s whose connection ends the moment it is ready fails alone', async (_what, work) => {
    network.fault = 'cut_before_commit';
    await failureOf(writeOne());
    network.fault = 'end_when_ready';
    expect(isTransient(await failureOf(work()))).toBe(true);
    network.fault = 'none';
    await database.ping();
  });
});
