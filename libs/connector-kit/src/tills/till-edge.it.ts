import { eventually } from '@cauce/testing';
import pg from 'pg';
import { ConnectorWorld } from '../fixtures/connector-world.js';
import { pretendTills } from '../fixtures/pretend-tills.js';
import { DUE, TillUnderTest } from '../fixtures/till-under-test.js';

let till: TillUnderTest;
beforeEach(async () => {
  till = await TillUnderTest.open();
});
afterEach(() => till.world.close());

const send = (path: string, method: string, body?: string | Uint8Array) =>
  fetch(`${till.url}${path}`, { method, ...(body === undefined ? {} : { body: body as never }) });

describe('the address for tills', () => {
  it('believes nobody without a right signature, whatever they ask', async () => {
    const code = await till.voucher();
    await till.register(code, 'T1');
    const forged = { refused: 'forged' };
    expect(await till.register(code, 'T2', { key: 'wrong' })).toEqual(forged);
    expect(await till.confirm('T1', { key: 'wrong' })).toEqual(forged);
    expect(await till.reverse('T1', { key: 'wrong' })).toEqual(forged);
    expect(await (await send(`/due?network=RED&code=${code}`, 'GET')).json()).toEqual(forged);
    expect(await till.facts()).toEqual([]);
    expect(await till.rows()).toBe(1);
    expect(await till.confirm('T1')).toEqual({ kind: 'done' });
  });

  it.each([
    ['broken JSON', '{"code":'],
    ['bytes of no text', Uint8Array.from([0, 255, 254])],
    ['nothing', ''],
    ['a list', '[]'],
    ['no object', 'null'],
  ])('answers %s with a refusal of the protocol, and keeps nothing', async (_, body) => {
    const response = await send('/payments', 'POST', body);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect([response.status, await response.json()]).toEqual([200, { refused: 'forged' }]);
    expect(await till.rows()).toBe(0);
  });

  it('takes the paths of the protocol with a slash at their end, and no others', async () => {
    expect((await send('/payments/', 'POST', '{}')).status).toBe(200);
    expect((await send('/payments/a/b', 'POST', '{}')).status).toBe(404);
    expect((await send('/payments', 'PATCH', '{}')).status).toBe(404);
    expect((await send('', 'POST', '{}')).status).toBe(404);
    expect((await send('/payments', 'DELETE')).status).toBe(404);
    const other = till.url.replace('demo.pretend', 'demo.other');
    expect((await fetch(`${other}/due`)).status).toBe(404);
  });

  it('refuses what is larger than a request can be', async () => {
    expect((await send('/payments', 'POST', 'x'.repeat(64 * 1024 + 1))).status).toBe(413);
  });

  it('is no part of the documented API', async () => {
    const { origin } = new URL(till.url);
    expect(await (await fetch(`${origin}/openapi.json`)).text()).not.toContain('tills');
  });

  it('answers 503, and nothing that a till could take for a yes, while it cannot store', async () => {
    const code = await till.voucher();
    const { url } = till.world.database;
    const admin = new pg.Client({ connectionString: url.replace(/[^/]*$/, 'postgres') });
    await admin.connect();
    const name = new URL(url).pathname.slice(1);
    await admin.query(`alter database ${name} allow_connections false`);
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      name,
    ]);
    try {
      expect(await till.register(code, 'T1')).toEqual({ status: 503 });
    } finally {
      await admin.query(`alter database ${name} allow_connections true`);
      await admin.end();
    }
    await eventually(async () =>
      expect(await till.register(code, 'T1')).toMatchObject({ kind: 'registered' }),
    );
  }, 60_000);
});

describe('a till whose answer takes too long', () => {
  it('is told to ask again, and then hears what its first request came to', async () => {
    const world = await ConnectorWorld.open(pretendTills);
    Object.assign(world.settings, { tillAnswerMs: 20 });
    const hurried = await TillUnderTest.of(world);
    const code = await hurried.voucher();
    try {
      await world.database.transaction(async (tx) => {
        await tx.query('select 1 from voucher for update');
        expect(await hurried.register(code, 'T1')).toEqual({ status: 503 });
      });
      Object.assign(world.settings, { tillAnswerMs: 10_000 });
      expect(await hurried.register(code, 'T1')).toMatchObject({ kind: 'registered' });
      expect(await hurried.rows()).toBe(1);
    } finally {
      await world.close();
    }
  }, 60_000);
});

describe('a route whose tills ask us', () => {
  const command = async () => till.world.issue({ amount: { minor: BigInt(DUE), currency: 'COP' } });
  const codeOf = ({ reference }: { reference: string }) => `pin-${reference}`;
  const cancel = async ({ attemptId, paymentId, route, reference }: Command) => {
    await till.world.deliver('connector.cancel', {
      ...{ attemptId, paymentId, route, reference },
      ...{ remainingMs: 5_000, replyPartition: 3, providerTransactionId: null },
    });
    return till.world.lastResult({ attemptId });
  };
  type Command = Awaited<ReturnType<typeof command>>;

  it('knows what became of a voucher without asking anybody', async () => {
    const issued = await command();
    expect(await till.world.readStatus(issued)).toMatchObject({ status: 'pending' });
    await till.register(codeOf(issued), 'T1');
    expect(await till.world.readStatus(issued)).toMatchObject({ status: 'pending' });
    await till.confirm('T1');
    expect(await till.world.readStatus(issued)).toMatchObject({
      ...{ status: 'paid', providerTransactionId: 'RED:T1' },
    });
    await till.reverse('T1');
    expect(await till.world.readStatus(issued)).toMatchObject({ status: 'reversed' });
    expect(await till.facts()).toEqual(['paid RED:T1', 'reversed RED:T1']);
    expect(till.world.provider.queries).toEqual([]);
  });

  it('says when a voucher has run out, and takes no money for it any more', async () => {
    const { reference } = await command();
    await till.world.pass(86_400_000);
    await eventually(async () => expect(await till.facts()).toEqual([`expired ${reference}`]));
    expect(till.world.provider.queries).toEqual([]);
  });

  it('voids a voucher, again and again, and then no till takes it', async () => {
    const issued = await command();
    expect(await cancel(issued)).toMatchObject({ outcome: 'done' });
    expect(await cancel(issued)).toMatchObject({ outcome: 'done' });
    expect(await till.consult(codeOf(issued))).toEqual({ refused: 'not_due' });
    expect(await till.register(codeOf(issued), 'T1')).toEqual({ refused: 'not_due' });
    expect(await till.world.readStatus(issued)).toMatchObject({ status: 'cancelled' });
  });

  it('does not void a voucher that a till has, or that is paid', async () => {
    const issued = await command();
    await till.register(codeOf(issued), 'T1');
    expect(await cancel(issued)).toMatchObject({ outcome: 'rejected', reason: 'held' });
    expect(await till.confirm('T1')).toEqual({ kind: 'done' });
    const paid = { outcome: 'rejected', reason: 'provider_rejected' };
    expect(await cancel(issued)).toMatchObject(paid);
  });

  it('voids a voucher whose till has fallen silent', async () => {
    const issued = await command();
    await till.register(codeOf(issued), 'T1');
    expect(await cancel(issued)).toMatchObject({ reason: 'held' });
    till.world.clock.advance(15 * 60_000);
    expect(await cancel(issued)).toMatchObject({ outcome: 'done' });
    expect(await till.register(codeOf(issued), 'T2')).toEqual({ refused: 'not_due' });
  });

  it('gives a voucher to a till or voids it, never both, when they come at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const issued = await command();
      const [voided, taken] = await Promise.all([
        cancel(issued),
        till.register(codeOf(issued), `T${round}`),
      ]);
      expect([voided.outcome, taken['kind'] ?? taken['refused']]).toEqual(
        voided.outcome === 'done' ? ['done', 'not_due'] : ['rejected', 'registered'],
      );
    }
  }, 60_000);

  it('lets no till take what nobody was handed, until its answer is found again', async () => {
    const lost = till.world.command({ amount: { minor: BigInt(DUE), currency: 'COP' } });
    await till.world.claim('connector.issue', lost);
    expect(await till.register(codeOf(lost), 'T1')).toEqual({ refused: 'not_due' });
    const found = await till.world.readStatus(lost);
    expect(found).toMatchObject({ status: 'pending', instruction: { code: codeOf(lost) } });
    expect(await till.register(codeOf(lost), 'T1')).toMatchObject({ kind: 'registered' });
  });

  it('still asks the provider about what it issued before', async () => {
    const issued = await command();
    await till.world.database.reads.execute('update voucher set is_for_tills = false');
    await till.world.readStatus(issued);
    expect(till.world.provider.queries).toHaveLength(1);
    expect(await till.register(codeOf(issued), 'T1')).toEqual({ refused: 'not_due' });
  });
});
