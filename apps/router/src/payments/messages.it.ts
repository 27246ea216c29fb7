import { newId } from '@cauce/config';
import {
  TOPICS,
  type AnyMessage,
  type ConnectorFact,
  type ConnectorResult,
  type IssueCommand,
} from '@cauce/contracts';
import { eventually } from '@cauce/testing';
import { RouterApp } from '../fixtures/router-app.js';
import { orderOnWire, routeAnnouncement, voucher } from '../fixtures/wire-builders.js';
import type { PaymentView } from './payment-view.schema.js';

const { connectorFacts, connectorResults, connectorRoutes } = TOPICS;

/** Commands out, results and facts in: over the bus of one process, with inbox and outbox. */
describe('the router on the bus', () => {
  let router: RouterApp;

  beforeAll(async () => {
    router = await RouterApp.open();
  }, 60_000);
  afterEach(() => {
    router.answer = () => ({ instruction: voucher() });
  });
  afterAll(() => router?.close());

  const create = async (ask: object = {}) =>
    (await router.create(orderOnWire(), ask)).json<PaymentView>();

  /** A payment whose connector has been given the command and says nothing. */
  async function pendingCommand(): Promise<{ id: string; command: IssueCommand }> {
    router.answer = () => null;
    const { id } = await create({ prefer: 'wait=0' });
    return { id, command: await commandOf((one) => one.key === id) };
  }

  async function commandOf(isIt: (message: AnyMessage) => boolean): Promise<IssueCommand> {
    const found = await eventually(() => router.commands.find(isIt) ?? false);
    return (found as AnyMessage).data as IssueCommand;
  }

  function result(command: IssueCommand, overrides: Partial<ConnectorResult> = {}): AnyMessage {
    const { attemptId, paymentId, route } = command;
    return router.message('connector.result', {
      operation: 'issue',
      attemptId,
      paymentId,
      route,
      outcome: 'done',
      reason: null,
      reroutable: false,
      providerTransactionId: 'their-1',
      instruction: voucher(),
      status: null,
      ...overrides,
    });
  }

  function fact(command: IssueCommand, overrides: Partial<ConnectorFact> = {}): ConnectorFact {
    const { attemptId, paymentId, route, reference, amount } = command;
    return {
      factId: newId('fact'),
      route,
      reference,
      paymentId,
      attemptId,
      kind: 'paid',
      providerTransactionId: newId('t'),
      amount,
      occurredAt: router.clock.now(),
      source: 'callback',
      ...overrides,
    };
  }

  const heardOf = (id: string) => router.heard.filter((one) => one.key === id);

  describe('commands', () => {
    it('an issue carries what the connector needs, and the payer sealed', async () => {
      const { id, command } = await pendingCommand();
      const { attempts, amount, description } = await router.read(id);
      expect(command).toMatchObject({
        paymentId: id,
        attemptId: attempts[0]?.id,
        merchantId: 'mer_shop',
        route: 'efecty.epayco',
        reference: expect.stringMatching(/^[1-9]\d{30,33}$/),
        amount: { minor: BigInt(amount.value), currency: 'COP' },
        description,
        remainingMs: 15_000,
        returnUrl: null,
        bank: null,
      });
      expect(command.sealedPayer).not.toMatch(/Ana|1020304051/);
    });

    it('goes out once, and only after its attempt was committed', async () => {
      const statuses: (string | undefined)[] = [];
      router.answer = async (command) => {
        const [row] = await router.database.reads.query<{ status: string }>(
          'select status from attempts where id = $1',
          [command.attemptId],
        );
        statuses.push(row?.status);
        return { instruction: voucher() };
      };
      const { id } = await create();
      expect(statuses).toEqual(['sending']);
      expect(router.commands.filter((one) => one.key === id)).toHaveLength(1);
    });
  });

  describe('results', () => {
    it('delivered twice, at once and again later: one effect', async () => {
      const { id, command } = await pendingCommand();
      const message = result(command);
      await Promise.all([1, 2, 3].map(() => router.deliver(connectorResults, message)));
      await router.deliver(connectorResults, message);
      expect(await router.read(id)).toMatchObject({ status: 'awaiting_payment', sequence: 2 });
    });

    it('that were long on their way say what was so when they were given', async () => {
      const { id, command } = await pendingCommand();
      await router.deliver(connectorResults, result(command, { outcome: 'unknown' }));
      const absent = () => result(command, { operation: 'read_status', status: 'absent' });
      router.clock.advance(59_000);
      const given = [absent(), absent(), absent()];
      router.clock.advance(600_000);
      for (const message of given) await router.deliver(connectorResults, message);
      expect((await router.read(id)).attempts).toMatchObject([{ status: 'unknown' }]);
      await router.deliver(connectorResults, absent());
      expect((await router.read(id)).attempts[0]).toMatchObject({ status: 'absent' });
    });

    it('that come after the caller went away: read by whoever asks', async () => {
      const { id, command } = await pendingCommand();
      await router.deliver(connectorResults, result(command));
      expect(await router.read(id)).toMatchObject({ instruction: { code: '998877' } });
    });

    it('for an attempt that nobody started: set aside with the reason, and the next one counts', async () => {
      const { id, command } = await pendingCommand();
      await router.deliver(connectorResults, result({ ...command, attemptId: 'att_none' }));
      const letters = await router.deadLetters();
      expect(letters[0]).toMatchObject({
        key: id,
        error: expect.stringContaining('att_none, which this router never started'),
      });
      expect((await router.read(id)).status).toBe('processing');
      await router.deliver(connectorResults, result(command));
      expect((await router.read(id)).status).toBe('awaiting_payment');
    });

    it('for a payment that nobody made: set aside', async () => {
      const { command } = await pendingCommand();
      const paymentId = newId('pay');
      await router.deliver(connectorResults, result({ ...command, paymentId }));
      expect((await router.deadLetters())[0]).toMatchObject({ key: paymentId });
    });

    it('wake the request that waits, with the voucher', async () => {
      router.answer = () => ({ instruction: voucher('woken') });
      expect(await create({ prefer: 'wait=30' })).toMatchObject({
        status: 'awaiting_payment',
        instruction: { code: 'woken' },
      });
    });
  });

  describe('facts', () => {
    it('before the create reply: the waiting request hears that it is paid', async () => {
      router.answer = () => null;
      const known = new Set(router.commands);
      const waiting = create({ prefer: 'wait=30' });
      await router.tellFact(fact(await commandOf((one) => !known.has(one))));
      const payment = await waiting;
      expect(payment).toMatchObject({ status: 'paid', instruction: null, late: false });
      expect(payment.attempts[0]?.status).toBe('sending');
    });

    it('delivered three times under one id, and again under another: one receipt', async () => {
      const { id, command } = await pendingCommand();
      const once = fact(command);
      const message = router.message('connector.fact', once);
      await Promise.all([1, 2, 3].map(() => router.deliver(connectorFacts, message)));
      const polled = { ...once, factId: newId('fact'), source: 'poll' as const };
      await router.deliver(connectorFacts, router.message('connector.fact', polled));
      expect(await router.read(id)).toMatchObject({
        status: 'paid',
        amountPaid: { value: 8_500_000 },
        sequence: 3,
      });
    });

    it('in another currency: set aside, and the payment is as it was', async () => {
      const { id, command } = await pendingCommand();
      const amount = { minor: 100n, currency: 'USD' };
      await router.deliver(
        connectorFacts,
        router.message('connector.fact', fact(command, { amount })),
      );
      expect((await router.deadLetters())[0]).toMatchObject({
        key: id,
        error: expect.stringContaining('USD'),
      });
      expect((await router.read(id)).status).toBe('processing');
    });

    it('for a reference of nobody: told to the ledger under their own key', async () => {
      const { command } = await pendingCommand();
      const stray = fact(command, { reference: '424242', paymentId: null, attemptId: null });
      const { id: messageId } = await router.tellFact(stray);
      expect(messageId).toMatch(/^msg_/);
      const heard = await eventually(() => heardOf(stray.factId)[0] ?? false);
      expect(heard).toMatchObject({
        type: 'receipt.unidentified',
        sequence: 1,
        data: { reference: '424242' },
      });
      const warned = router.log.lines.filter((one) => one['factId'] === stray.factId);
      expect(warned).toMatchObject([{ level: 'warn' }]);
    });
  });

  describe('a message of a type that does not belong there', () => {
    it.each([
      [connectorResults, 'connector.fact'],
      [connectorFacts, 'connector.result'],
      [connectorRoutes, 'connector.result'],
    ] as const)('on %s, a %s: set aside', async (topic, type) => {
      const { command } = await pendingCommand();
      const message =
        type === 'connector.fact'
          ? router.message(type, fact(command))
          : result(command, { instruction: null });
      await router.deliver(topic, message);
      expect((await router.deadLetters())[0]).toMatchObject({
        key: message.key,
        error: expect.stringContaining(`unexpected type ${type}`),
      });
    });
  });

  describe('events', () => {
    it('of a whole life reach another service in order and without a gap', async () => {
      const { id } = await create();
      const command = router.commands.at(-1)?.data as IssueCommand;
      await router.tellFact(fact(command, { amount: { minor: 100n, currency: 'COP' } }));
      await router.tellFact(fact(command));
      await eventually(() => heardOf(id).at(-1)?.type === 'payment.paid');
      expect(heardOf(id).map((one) => [one.sequence, one.type])).toEqual([
        [1, 'payment.created'],
        [2, 'payment.awaiting_payment'],
        [3, 'payment.money_received'],
        [4, 'payment.partially_paid'],
        [5, 'payment.money_received'],
        [6, 'payment.paid'],
      ]);
    });

    it('leave nothing in the outbox', async () => {
      await create();
      await eventually(async () => {
        expect(await router.database.reads.query('select 1 from outbox')).toEqual([]);
      });
    });
  });

  describe('routes', () => {
    const cop = (minor: bigint) => ({ minor, currency: 'COP' });
    const announce = (minimum: bigint) =>
      router.deliver(
        connectorRoutes,
        router.message(
          'connector.route_announced',
          routeAnnouncement('efecty.epayco', {
            limits: { minimum: cop(minimum), maximum: cop(800_000_000n), step: cop(100n) },
          }),
        ),
      );

    it('that are announced anew count at once, and an older word comes too late', async () => {
      // Within the two seconds for which routes are remembered.
      expect(await create()).toMatchObject({ status: 'awaiting_payment' });
      router.clock.advance(100);
      await announce(9_000_000n);
      expect(await create()).toMatchObject({ code: 'AMOUNT_NOT_COLLECTABLE' });
      router.clock.advance(-50);
      await announce(100_000n);
      expect(await create()).toMatchObject({ code: 'AMOUNT_NOT_COLLECTABLE' });
      router.clock.advance(100);
      await announce(100_000n);
      expect(await create()).toMatchObject({ status: 'awaiting_payment' });
    });
  });
});
