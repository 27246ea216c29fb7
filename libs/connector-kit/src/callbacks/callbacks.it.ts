import { traceIdOf } from '@cauce/observability';
import { CallbacksService } from './callbacks.service.js';
import { ConnectorWorld } from '../fixtures/connector-world.js';
import { ForgetOldRowsJob } from '../forget-old-rows.job.js';
import { cop, idOf } from '../fixtures/pretend-provider.js';
import { PollPendingJob } from '../polling/poll-pending.job.js';

const MINUTE_MS = 60_000;

let world: ConnectorWorld;
beforeEach(async () => {
  world = await ConnectorWorld.open();
});
afterEach(() => world.close());

const right = (reference: string, more: Record<string, string> = {}) => ({
  reference,
  id: idOf(reference),
  signature: 'right',
  ...more,
});

describe('a callback with a right signature', () => {
  it('states what the provider says when it is asked, with the payment it is for', async () => {
    const { reference, paymentId, attemptId } = await world.issue();
    world.provider.pay(reference);
    await world.receive(right(reference, { claims: 'paid' }));
    expect(await world.sent('connector.fact')).toEqual([
      expect.objectContaining({
        ...{ kind: 'paid', source: 'callback', route: 'demo.pretend' },
        ...{ paymentId, attemptId, reference, providerTransactionId: idOf(reference) },
        amount: cop(8_500_000n),
      }),
    ]);
    expect(await world.inbox()).toEqual(['done 1']);
  });

  it.each([
    ['callback', async () => world.translate()],
    ['poll', async () => void (await world.get(PollPendingJob).run())],
  ])('begins a trace, as does what it makes us ask: %s', async (_, look) => {
    const { reference } = await world.issue();
    world.provider.pay(reference);
    await world
      .get(CallbacksService)
      .store('demo.pretend', world.callback(right(reference, { claims: 'paid' })));
    world.clock.advance(2 * MINUTE_MS);
    await look();
    const [row] = await world.database.reads.query<{ traceparent: string | null }>(
      `select message ->> 'traceparent' as traceparent from outbox
       where message ->> 'type' = 'connector.fact'`,
    );
    expect(traceIdOf(row?.traceparent ?? null)).not.toBeNull();
  });

  it('is asked about by its transaction alone', async () => {
    const { reference } = await world.issue();
    world.provider.pay(reference);
    await world.receive(right(reference));
    expect(world.provider.queries).toEqual([
      { reference, providerTransactionIds: [idOf(reference)], scope: 'transactions' },
    ]);
  });

  it('a hundred times, fifty at once, is one row and one fact', async () => {
    const { reference } = await world.issue();
    world.provider.pay(reference);
    const callbacks = world.get(CallbacksService);
    const callback = world.callback(right(reference, { claims: 'paid' }));
    for (let round = 0; round < 2; round += 1) {
      await Promise.all(
        Array.from({ length: 50 }, () => callbacks.store('demo.pretend', callback)),
      );
      await Promise.all(Array.from({ length: 5 }, () => world.translate()));
    }
    expect(await world.inbox()).toEqual(['done 100']);
    expect(await world.facts()).toEqual([`paid ${idOf(reference)} callback`]);
    expect(world.provider.queries).toHaveLength(1);
  });

  it('and another one about the same payment are one fact', async () => {
    const { reference } = await world.issue();
    world.provider.pay(reference);
    await world.receive(right(reference, { claims: 'paid' }));
    await world.receive(right(reference, { claims: 'paid', copy: '2' }));
    expect(await world.facts()).toHaveLength(1);
    expect(await world.inbox()).toEqual(['done 1', 'done 1']);
  });

  it('that lies about the state credits nothing; the truth is found later', async () => {
    const { reference } = await world.issue();
    await world.receive(right(reference, { claims: 'paid' }));
    expect(await world.facts()).toEqual([]);
    expect(await world.inbox()).toEqual(['new 1']);
    world.provider.pay(reference);
    await world.pass(2_000);
    expect(await world.facts()).toEqual([`paid ${idOf(reference)} callback`]);
  });

  it('that says pending, as the provider does, is done with', async () => {
    const { reference } = await world.issue();
    await world.receive(right(reference, { claims: 'pending' }));
    expect(await world.inbox()).toEqual(['done 1']);
  });

  it('that lies about the reference pays whom the provider names', async () => {
    const payer = await world.issue();
    const other = await world.issue();
    world.provider.pay(payer.reference);
    await world.receive({ ...right(other.reference), id: idOf(payer.reference) });
    const [fact] = await world.sent('connector.fact');
    expect(fact).toMatchObject({ paymentId: payer.paymentId, reference: payer.reference });
  });

  it('that is believed as it is and says that a voucher is over states nothing: it shows only a part', async () => {
    const { reference } = await world.issue();
    world.provider.trust = 'signed';
    await world.receive(right(reference, { claims: 'expired', full: '8500000' }));
    expect(await world.facts()).toEqual([]);
  });

  it('that says that a voucher is over makes it be asked about as a whole', async () => {
    const { reference } = await world.issue();
    world.provider.add(reference, idOf(reference), 'expired');
    world.provider.add(reference, 'tx-second', 'paid');
    await world.receive(right(reference, { claims: 'expired' }));
    expect(await world.facts()).toEqual([]);
    await world.get(PollPendingJob).run();
    expect(await world.facts()).toEqual(['paid tx-second poll']);
  });

  it('waits for what the provider does not show yet, longer each time, and not for ever', async () => {
    const { reference } = await world.issue();
    world.provider.remove(idOf(reference));
    await world.receive(right(reference, { claims: 'paid' }));
    for (const pauseMs of [2_000, MINUTE_MS, 5 * MINUTE_MS]) {
      const asked = world.provider.queries.length;
      world.clock.advance(pauseMs - 1);
      await world.translate();
      expect(world.provider.queries.length).toBe(asked);
      world.clock.advance(1);
      await world.translate();
      expect(world.provider.queries.length).toBe(asked + 1);
    }
    for (let hours = 0; hours < 25; hours += 1) {
      world.clock.advance(60 * MINUTE_MS);
      await world.translate();
    }
    expect(await world.inbox()).toEqual(['unconfirmed 1']);
    expect(world.log.text()).toContain('callback was never confirmed');
  });

  it('that was given up is looked at again when the same bytes come again', async () => {
    const { reference } = await world.issue();
    world.provider.remove(idOf(reference));
    await world.receive(right(reference));
    world.clock.advance(25 * 60 * MINUTE_MS);
    await world.translate();
    expect(await world.inbox()).toEqual(['unconfirmed 1']);
    world.provider.pay(reference);
    await world.receive(right(reference));
    expect(await world.inbox()).toEqual(['done 2']);
    expect(await world.facts()).toHaveLength(1);
  });

  it.each([
    ['not shown', () => undefined],
    ['not answered', () => world.provider.fail('status', 'timeout')],
  ])('that was given up begins anew when it comes again, also where it is %s', async (_, fail) => {
    const { reference } = await world.issue();
    world.provider.remove(idOf(reference));
    await world.receive(right(reference));
    world.clock.advance(25 * 60 * MINUTE_MS);
    await world.translate();
    expect(await world.inbox()).toEqual(['unconfirmed 1']);
    fail();
    await world.receive(right(reference));
    expect(await world.inbox()).toEqual(['new 2']);
    world.provider.pay(reference);
    world.clock.advance(2_000);
    await world.translate();
    expect(await world.inbox()).toEqual(['done 2']);
    expect(await world.facts()).toEqual([`paid ${idOf(reference)} callback`]);
  });

  it.each(['timeout', 'connect_failed', 'malformed_reply', 'auth_failed'] as const)(
    'is not lost when the question ends in %s',
    async (kind) => {
      const { reference } = await world.issue();
      world.provider.pay(reference);
      world.provider.fail('status', kind);
      await world.receive(right(reference));
      expect(await world.facts()).toEqual([]);
      await world.pass(2_000);
      expect(await world.facts()).toEqual([`paid ${idOf(reference)} callback`]);
    },
  );

  it('is taken over when the process that works on it dies', async () => {
    const { reference } = await world.issue();
    world.provider.pay(reference);
    const callbacks = world.get(CallbacksService);
    await callbacks.store('demo.pretend', world.callback(right(reference)));
    expect(await callbacks.takeDue()).not.toBeNull();
    await world.start();
    await world.translate();
    expect(await world.facts()).toEqual([]);
    world.clock.advance(MINUTE_MS);
    await world.translate();
    expect(await world.facts()).toEqual([`paid ${idOf(reference)} callback`]);
  });

  it('that is three days old only counts when it came before, and is asked about when it did not', async () => {
    const [known, lost] = [await world.issue(), await world.issue()];
    world.provider.pay(known.reference);
    world.provider.pay(lost.reference);
    await world.receive(right(known.reference, { claims: 'paid' }));
    world.clock.advance(3 * 24 * 60 * MINUTE_MS);
    await world.receive(right(known.reference, { claims: 'paid' }));
    expect(await world.inbox()).toEqual(['done 2']);
    expect(world.provider.queries).toHaveLength(1);
    await world.receive(right(lost.reference, { claims: 'paid' }));
    expect(world.provider.queries).toHaveLength(2);
    expect(await world.facts()).toEqual(
      [known, lost].map(({ reference }) => `paid ${idOf(reference)} callback`),
    );
  });

  it('that is older than a reversal brings no money back', async () => {
    const { reference } = await world.issue();
    world.provider.add(reference, idOf(reference), 'reversed');
    await world.receive(right(reference, { claims: 'reversed' }));
    const stated = await world.facts();
    world.clock.advance(60 * MINUTE_MS);
    await world.receive(right(reference, { claims: 'paid', copy: 'late' }));
    expect(await world.inbox()).toEqual(['done 1', 'done 1']);
    expect(await world.facts()).toEqual(stated);
  });

  it('about a reversal states the payment too', async () => {
    const { reference } = await world.issue();
    world.provider.add(reference, idOf(reference), 'reversed');
    await world.receive(right(reference, { claims: 'reversed' }));
    expect(await world.facts()).toEqual([
      `paid ${idOf(reference)} callback`,
      `reversed ${idOf(reference)} callback`,
    ]);
  });
});

describe('money for a reference that nobody issued', () => {
  it('waits a quarter of an hour for its payment, and is then stated as nobody’s', async () => {
    world.provider.pay('99999');
    await world.receive(right('99999', { claims: 'paid' }));
    for (let minutes = 1; minutes < 15; minutes += 1) await world.pass(MINUTE_MS);
    expect(await world.facts()).toEqual([]);
    await world.pass(MINUTE_MS);
    const [fact] = await world.sent('connector.fact');
    expect(fact).toMatchObject({
      ...{ kind: 'paid', reference: '99999', paymentId: null, attemptId: null },
      amount: cop(8_500_000n),
    });
    const keys = await world.database.reads.query('select key from outbox');
    expect(keys).toEqual([{ key: 'unmatched:99999' }]);
  });

  it.each([
    ['that is too long', 'pedido'.repeat(42), 'pedido'.repeat(42).slice(0, 200)],
    ['of nothing', '', 'none'],
    ['that no row can hold', 'a\0b', 'a\uFFFDb'],
  ])('is stated under a name that fits, of one %s', async (_, sent, reference) => {
    const said = right(sent, { id: 'tx-1', claims: 'paid' });
    world.provider.add(sent, 'tx-1', 'paid');
    for (const copy of ['1', '2']) {
      await world.receive({ ...said, copy });
      world.clock.advance(15 * MINUTE_MS);
      await world.translate();
    }
    const [fact, ...others] = await world.sent('connector.fact');
    expect(fact).toMatchObject({ kind: 'paid', reference, paymentId: null });
    expect(others).toEqual([]);
    expect(await world.inbox()).toEqual(['done 1', 'done 1']);
    expect(world.log.text()).not.toContain('a provider repeats a fact otherwise');
  });

  it('finds its payment when that comes meanwhile', async () => {
    const command = world.command();
    world.provider.pay(command.reference);
    await world.receive(right(command.reference, { claims: 'paid' }));
    await world.claim('connector.issue', command);
    await world.pass(MINUTE_MS);
    const [fact] = await world.sent('connector.fact');
    expect(fact).toMatchObject({ paymentId: command.paymentId });
  });

  it('is never stated when the provider does not confirm it', async () => {
    await world.receive(right('99999', { claims: 'paid' }));
    for (let hours = 0; hours < 26; hours += 1) await world.pass(60 * MINUTE_MS);
    expect(await world.facts()).toEqual([]);
    expect(await world.inbox()).toEqual(['unconfirmed 1']);
  });
});

describe('a callback whose signature covers everything', () => {
  it('is believed as it is', async () => {
    const { reference, paymentId } = await world.issue();
    world.provider.trust = 'signed';
    await world.receive(right(reference, { claims: 'paid', full: '8500000' }));
    const [fact] = await world.sent('connector.fact');
    expect(fact).toMatchObject({ kind: 'paid', paymentId, amount: cop(8_500_000n) });
    expect(world.provider.queries).toEqual([]);
  });

  it('is only a hint from a connector that asks for no such trust', async () => {
    const { reference } = await world.issue();
    await world.receive(right(reference, { claims: 'paid', full: '8500000' }));
    expect(world.provider.queries).toHaveLength(1);
    expect(await world.facts()).toEqual([]);
  });
});

it('a fact that a provider repeats with another amount is not stated again, but somebody is told', async () => {
  const { reference } = await world.issue();
  world.provider.pay(reference);
  await world.receive(right(reference, { claims: 'paid' }));
  world.provider.pay(reference, 1n);
  await world.receive(right(reference, { claims: 'paid', copy: '2' }));
  expect(await world.facts()).toHaveLength(1);
  expect(world.log.text()).toContain('a provider repeats a fact otherwise');
  expect(await world.metrics.text()).toContain('cauce_fact_conflicts_total');
});

it('callbacks are forgotten after ninety days, forged ones after seven, waiting ones never', async () => {
  const { reference } = await world.issue();
  world.provider.pay(reference);
  await world.receive(right(reference));
  await world.receive({ ...right(reference), signature: 'wrong' });
  const DAY_MS = 24 * 60 * MINUTE_MS;
  const job = world.get(ForgetOldRowsJob);
  await job.run();
  expect(await world.inbox()).toHaveLength(2);
  world.clock.advance(7 * DAY_MS + 1);
  await job.run();
  expect(await world.inbox()).toEqual(['done 1']);
  await world.get(CallbacksService).store('demo.pretend', world.callback({ waits: 'yes' }));
  world.clock.advance(90 * DAY_MS);
  await job.run();
  expect(await world.inbox()).toEqual(['new 1']);
});

it('a service that no longer hosts a route keeps its callbacks', async () => {
  await world.get(CallbacksService).store('demo.gone', world.callback({}));
  await world.translate();
  expect(await world.inbox()).toEqual(['new 1']);
  expect(world.log.text()).toContain('route_not_hosted');
});
