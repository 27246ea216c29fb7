import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { CallbacksService } from '../callbacks/callbacks.service.js';
import { ConnectorError } from '../connector-error.js';
import { ConnectorWorld } from '../fixtures/connector-world.js';
import { cop, idOf } from '../fixtures/pretend-provider.js';
import { ExchangesService } from './exchanges.service.js';
import { WorkInFlightService } from './work-in-flight.service.js';

let world: ConnectorWorld;
beforeEach(async () => {
  world = await ConnectorWorld.open();
});
afterEach(() => world.close());

const failed = (outcome: string, reason: string, reroutable: boolean) => ({
  outcome,
  reason,
  reroutable,
  instruction: null,
  providerTransactionId: null,
});

describe('a command to issue', () => {
  it('makes a voucher and sends its result to the partition that asked', async () => {
    const command = await world.issue();
    expect(await world.lastResult(command)).toEqual({
      operation: 'issue',
      attemptId: command.attemptId,
      paymentId: command.paymentId,
      route: 'demo.pretend',
      outcome: 'done',
      reason: null,
      reroutable: false,
      providerTransactionId: idOf(command.reference),
      instruction: expect.objectContaining({ code: `pin-${command.reference}` }),
      status: null,
    });
    const rows = await world.database.reads.query('select key, partition from outbox');
    expect(rows).toEqual([{ key: command.paymentId, partition: 3 }]);
  });

  it('tells the provider who pays, how much, and where to call back', async () => {
    const command = await world.issue();
    expect(world.provider.requests).toEqual([
      expect.objectContaining({
        reference: command.reference,
        amount: cop(8_500_000n),
        payer: expect.objectContaining({ name: 'Ana Muñoz' }),
        callbackUrl: 'https://cauce.example/callbacks/demo.pretend',
      }),
    ]);
  });

  it.each([
    ['connect_failed', 'not_sent', true],
    ['login_failed', 'not_sent', true],
    ['busy', 'not_sent', true],
    ['auth_failed', 'rejected', true],
    ['provider_rejected', 'rejected', true],
    ['payer_rejected', 'rejected', false],
    ['timeout', 'unknown', false],
    ['malformed_reply', 'unknown', false],
    ['duplicate_reference', 'unknown', false],
  ] as const)('that ends in %s is answered %s', async (kind, outcome, reroutable) => {
    world.provider.fail('issue', kind);
    const command = await world.issue();
    expect(await world.lastResult(command)).toMatchObject(failed(outcome, kind, reroutable));
  });

  it('that fails in a way that nobody foresaw is unknown, and an error in the log', async () => {
    world.provider.failWith('issue', new TypeError('x is not a function'));
    const command = await world.issue();
    expect(await world.lastResult(command)).toMatchObject(
      failed('unknown', 'malformed_reply', false),
    );
    expect(world.log.lines.filter((line) => line.level === 'error')).toHaveLength(1);
  });

  it('in a currency that nobody books is refused before the provider hears of it', async () => {
    const command = await world.issue({ amount: { minor: 1n, currency: 'EUR' } });
    expect(await world.lastResult(command)).toMatchObject(
      failed('rejected', 'invalid_request', true),
    );
    expect(world.provider.requests).toEqual([]);
  });

  it('that claims not_sent after something was handed over is unknown all the same', async () => {
    const server = createServer((_, response) => response.end('{}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    world.provider.whileIssuing = async (call) => {
      await call.send({ method: 'POST', url: `http://127.0.0.1:${port}/`, purpose: 'execute' });
      throw new ConnectorError('connect_failed', 'the second request found nobody');
    };
    const command = await world.issue();
    server.close();
    expect(await world.lastResult(command)).toMatchObject(
      failed('unknown', 'connection_lost', false),
    );
  });

  it('that comes too late is not executed', async () => {
    const command = world.command({ remainingMs: 2_000 });
    const effects = await world.claim('connector.issue', command);
    world.clock.advance(2_000);
    for (const effect of effects) await effect();
    expect(await world.lastResult(command)).toMatchObject(
      failed('not_sent', 'deadline_passed', true),
    );
    expect(world.provider.requests).toEqual([]);
  });

  it('starts no request after its deadline, when the one before it has used the time up', async () => {
    const seen: string[] = [];
    const server = createServer((request) => seen.push(request.url ?? ''));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const url = (path: string) => `http://127.0.0.1:${port}${path}`;
    world.provider.whileIssuing = async (call) => {
      const logIn = { method: 'POST', url: url('/log-in'), purpose: 'log_in' } as const;
      await call.send(logIn).catch(() => undefined);
      await call.send({ method: 'POST', url: url('/execute'), purpose: 'execute' });
    };
    const command = world.command({ remainingMs: 3_000 });
    const effects = await world.claim('connector.issue', command);
    // The hop to here took most of it; what is left is waited for in earnest.
    world.clock.advance(2_800);
    for (const effect of effects) await effect();
    server.closeAllConnections();
    server.close();
    expect(seen).toEqual(['/log-in']);
    expect(await world.lastResult(command)).toMatchObject(
      failed('not_sent', 'deadline_passed', true),
    );
  });

  it('that is delivered twice calls the provider once', async () => {
    const command = await world.issue();
    await world.deliver('connector.issue', command);
    expect(world.provider.requests).toHaveLength(1);
    expect(await world.sent('connector.result')).toHaveLength(1);
  });

  it('is known before the provider hears of it, so that a callback before the reply finds it', async () => {
    const command = world.command();
    world.provider.whileIssuing = async () => {
      world.provider.pay(command.reference);
      await world.receive({
        reference: command.reference,
        id: idOf(command.reference),
        signature: 'right',
      });
    };
    await world.deliver('connector.issue', command);
    const [fact] = await world.sent('connector.fact');
    expect(fact).toMatchObject({ kind: 'paid', paymentId: command.paymentId, source: 'callback' });
    expect(await world.lastResult(command)).toMatchObject({ outcome: 'done' });
  });
});

describe('a command to read the status', () => {
  it('finds a voucher whose reply was lost, and asks for what the payer needs', async () => {
    world.provider.fail('issue', 'timeout', true);
    const command = await world.issue();
    expect(await world.lastResult(command)).toMatchObject({ outcome: 'unknown' });
    expect(await world.readStatus(command)).toMatchObject({
      operation: 'read_status',
      outcome: 'done',
      status: 'pending',
      providerTransactionId: idOf(command.reference),
      instruction: expect.objectContaining({ code: `pin-${command.reference}` }),
    });
    expect(world.provider.issued).toEqual([command.reference]);
  });

  it('finds a voucher of a process that died between the call and its result', async () => {
    const command = world.command();
    await world.claim('connector.issue', command);
    await world.provider.issue({ ...command, expiresAt: command.expiresAt } as never, {} as never);
    await world.start();
    const result = await world.readStatus(command);
    expect(result).toMatchObject({ status: 'pending', instruction: { kind: 'voucher' } });
    expect(world.provider.issued).toEqual([command.reference]);
  });

  it('asks for the voucher once: afterwards it is known', async () => {
    world.provider.fail('issue', 'connection_lost', true);
    const command = await world.issue();
    await world.readStatus(command);
    await world.readStatus(command);
    expect(world.provider.requests).toHaveLength(2);
  });

  it('asks for a voucher that exists also where the route takes no such amount any more', async () => {
    world.provider.fail('issue', 'timeout', true);
    const command = await world.issue();
    const { limits } = world.provider;
    Object.assign(world.provider, { limits: { ...limits, maximum: limits.minimum } });
    expect(await world.readStatus(command)).toMatchObject({
      ...{ outcome: 'done', status: 'pending', instruction: { kind: 'voucher' } },
    });
  });

  it('does not issue what the provider does not have: absent is an answer', async () => {
    world.provider.fail('issue', 'timeout');
    const command = await world.issue();
    expect(await world.readStatus(command)).toMatchObject({ outcome: 'done', status: 'absent' });
    expect(world.provider.issued).toEqual([]);
  });

  it.each(['rejected', 'expired', 'cancelled'] as const)(
    'says that it was %s, as a fact too',
    async (status) => {
      const command = await world.issue();
      world.provider.add(command.reference, idOf(command.reference), status);
      expect(await world.readStatus(command)).toMatchObject({ outcome: 'done', status });
      expect(await world.facts()).toEqual([`${status} ${idOf(command.reference)} status`]);
    },
  );

  it('states the money that it finds, each transaction once', async () => {
    const command = await world.issue();
    world.provider.pay(command.reference);
    world.provider.add(command.reference, 'tx-second', 'paid');
    world.provider.add(command.reference, 'tx-third', 'rejected');
    expect(await world.readStatus(command)).toMatchObject({ status: 'paid' });
    await world.readStatus(command);
    expect(await world.facts()).toEqual([
      `paid ${idOf(command.reference)} status`,
      'paid tx-second status',
    ]);
    const [fact] = await world.sent('connector.fact');
    expect(fact).toMatchObject({
      paymentId: command.paymentId,
      attemptId: command.attemptId,
      reference: command.reference,
      amount: cop(8_500_000n),
    });
  });

  it.each([
    ['timeout', 'unknown'],
    ['connect_failed', 'not_sent'],
    ['wrong_reference', 'unknown'],
  ] as const)('that ends in %s says nothing about the attempt', async (kind, outcome) => {
    const command = await world.issue();
    world.provider.fail('status', kind);
    expect(await world.readStatus(command)).toMatchObject({ outcome, reason: kind, status: null });
    expect(await world.facts()).toEqual([]);
  });
});

describe('a command to cancel', () => {
  const about = (command: Awaited<ReturnType<typeof world.issue>>) => {
    const { attemptId, paymentId, route, reference } = command;
    const rest = { remainingMs: 5_000, replyPartition: 3, providerTransactionId: null };
    return { attemptId, paymentId, route, reference, ...rest };
  };

  it('is carried out where the connector can', async () => {
    const voided: string[] = [];
    world.provider.cancel = async (query) => {
      voided.push(...query.providerTransactionIds);
    };
    const command = await world.issue();
    await world.deliver('connector.cancel', about(command));
    expect(voided).toEqual([idOf(command.reference)]);
    expect(await world.lastResult(command)).toMatchObject({ operation: 'cancel', outcome: 'done' });
  });

  it('is refused where it cannot', async () => {
    const command = await world.issue();
    await world.deliver('connector.cancel', about(command));
    expect(await world.lastResult(command)).toMatchObject(
      failed('rejected', 'invalid_request', true),
    );
  });
});

describe('what is written about a call', () => {
  it('waits until the database is back', async () => {
    let writes = 0;
    await world.get(WorkInFlightService).store(async (tx) => {
      writes += 1;
      if (writes < 3) await tx.query(`do $$ begin raise sqlstate '57P01'; end $$`);
      await tx.execute(
        `insert into inbox (consumer, message_id, consumed_at) values ('x', 'y', now())`,
      );
    });
    expect(writes).toBe(3);
    expect(await world.database.reads.query('select message_id from inbox')).toHaveLength(1);
  });

  it('is not tried again when it is wrong', async () => {
    const work = world
      .get(WorkInFlightService)
      .store((tx) => tx.execute('select 1/0').then(() => undefined));
    await expect(work).rejects.toThrow('division by zero');
  });

  it('is waited for before the service stops', async () => {
    const work = world.get(WorkInFlightService);
    const events: string[] = [];
    void work.follow(async () => {
      await pause(50);
      events.push('answered');
    });
    await work.beforeApplicationShutdown();
    expect(events).toEqual(['answered']);
  });

  it('goes after ninety days', async () => {
    const exchange = {
      id: 'exc_1',
      purpose: 'read' as const,
      outcome: 'answered',
      status: 200,
      startedAt: world.clock.now(),
      durationMs: 1,
      text: 'said and answered',
    };
    const exchanges = world.get(ExchangesService);
    const purpose = { route: 'demo.pretend', operation: 'poll' as const, attemptId: null };
    await world.database.transaction((tx) => exchanges.keep(tx, purpose, [exchange]));
    const [row] = await world.database.reads.query<{ sealed: string }>(
      'select sealed from exchange',
    );
    expect(row?.sealed).not.toContain('said');
    expect(world.cipher.open(row?.sealed ?? '', 'exchange:exc_1')).toBe('said and answered');
    world.clock.advance(90 * 86_400_000);
    expect(await exchanges.purge()).toBe(0);
    world.clock.advance(1);
    expect(await exchanges.purge()).toBe(1);
  });
});

const PERSONAL = /Muñoz|1020304051|ana@example|3001112233/;

it('holds no payer data in the clear in any table or log line', async () => {
  const command = await world.issue();
  world.provider.pay(command.reference);
  await world
    .get(CallbacksService)
    .store('demo.pretend', world.callback({ reference: 'x', payer: 'Ana Muñoz' }));
  const tables = await world.database.reads.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = current_schema()`,
  );
  for (const { name } of tables) {
    const rows = await world.database.reads.query<{ row: string }>(
      `select t::text as row from ${name} t`,
    );
    expect(rows.map((one) => one.row).join()).not.toMatch(PERSONAL);
  }
  expect(world.log.text()).not.toMatch(PERSONAL);
});
