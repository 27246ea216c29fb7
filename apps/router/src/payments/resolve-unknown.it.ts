import { jest } from '@jest/globals';
import { AsyncResource } from 'node:async_hooks';
import { openRouterWorld, type RouterWorld } from '../fixtures/router-world.js';

// A day of queries takes its time on a machine that others use too.
jest.setTimeout(60_000);

const SECOND = 1_000;
/** The connector's budget for an issue call and the margin on top of it: see the announcement. */
const LEASE_MS = 20 * SECOND;

/** Runs work as another caller would, who is in no transaction. */
const outsideOf = AsyncResource.bind(<T>(work: () => Promise<T>): Promise<T> => work());

/** Attempts of which nothing is known: when they are asked about, and what an answer is worth. */
describe('the resolver', () => {
  let world: RouterWorld;

  beforeAll(async () => {
    world = await openRouterWorld();
    await world.announce('efecty.epayco');
    await world.announce('efecty.payu');
  }, 60_000);
  afterAll(() => world?.close());

  const queries = async (paymentId: string) =>
    (await world.commands(paymentId)).filter((one) => one.type === 'connector.read_status');
  const asked = async (paymentId: string) => (await queries(paymentId)).length;
  const shown = async (paymentId: string) => {
    const { status, attempts } = await world.payment(paymentId);
    return [status, ...attempts.map((one) => one.status)];
  };
  async function unknown() {
    const made = await world.create();
    await world.result(made.attempt, { outcome: 'unknown', reason: 'timeout' });
    return made;
  }

  describe('of an attempt that is still with its connector', () => {
    it('asks nothing before its lease has run out', async () => {
      const { payment } = await world.create();
      await world.pass(LEASE_MS - 1);
      expect(await asked(payment.id)).toBe(0);
      expect(await shown(payment.id)).toEqual(['processing', 'sending']);
      await world.pass(1);
      expect(await asked(payment.id)).toBe(1);
      expect(await shown(payment.id)).toEqual(['processing', 'unknown']);
    });

    it('tells the merchant nothing of the lease: the payment is still being processed', async () => {
      const { payment } = await world.create();
      await world.pass(LEASE_MS);
      expect(await world.storyOf(payment.id)).toEqual(['payment.created']);
      expect((await world.payment(payment.id)).attempts).toMatchObject([
        { outcome: 'unknown', reason: 'lease_ran_out', endedAt: null },
      ]);
    });

    it.each([
      ['done', 'awaiting_payment'],
      ['rejected', 'failed'],
      ['not_sent', 'failed'],
      ['unknown', 'processing'],
    ] as const)('takes a late answer %s for what it is: %s', async (outcome, status) => {
      const { payment, attempt } = await world.create();
      await world.pass(LEASE_MS);
      const instruction = outcome === 'done' ? world.voucher() : null;
      await world.result(attempt, { outcome, reason: outcome, instruction });
      expect((await world.payment(payment.id)).status).toBe(status);
    });

    it('leaves one alone that was answered in time', async () => {
      const { payment } = await world.issued();
      await world.pass(LEASE_MS);
      expect(await asked(payment.id)).toBe(0);
    });
  });

  describe('of an attempt with an unknown outcome', () => {
    it('asks by our own reference, with what the provider has told us', async () => {
      const { payment, attempt } = await world.create();
      await world.result(attempt, {
        outcome: 'unknown',
        reason: 'timeout',
        providerTransactionId: 'their-1',
      });
      await world.pass(6 * SECOND);
      expect(await queries(payment.id)).toMatchObject([
        {
          data: {
            attemptId: attempt.id,
            reference: attempt.reference,
            route: attempt.route,
            providerTransactionId: 'their-1',
          },
        },
      ]);
    });

    it('asks after 5, 15 and 45 seconds, a fifth more or less, and then every 45', async () => {
      const { payment } = await unknown();
      for (const [count, waitMs] of [5, 15, 45, 45, 45].map((s) => s * SECOND).entries()) {
        await world.pass(waitMs * 0.8 - 1);
        expect(await asked(payment.id)).toBe(count);
        await world.pass(waitMs * 0.4 + 1);
        expect(await asked(payment.id)).toBe(count + 1);
      }
    });

    it('asks once when three of its kind look at the same time', async () => {
      const { payment } = await unknown();
      world.clock.advance(6 * SECOND);
      const look = () => world.resolve();
      await world.inLine(payment.id, [look, look, look]);
      expect(await asked(payment.id)).toBe(1);
    });

    it('asks again when the status could not be read', async () => {
      const { payment, attempt } = await unknown();
      await world.pass(6 * SECOND);
      await world.result(attempt, { operation: 'read_status', outcome: 'unknown' });
      await world.pass(18 * SECOND);
      expect(await asked(payment.id)).toBe(2);
      expect(await shown(payment.id)).toEqual(['processing', 'unknown']);
    });

    it('asks again when it is pending there and its voucher was not said', async () => {
      const { payment, attempt } = await unknown();
      await world.pass(6 * SECOND);
      await world.status(attempt, 'pending');
      await world.pass(18 * SECOND);
      expect(await asked(payment.id)).toBe(2);
      await world.status(attempt, 'pending', world.voucher('found'));
      expect(await world.payment(payment.id)).toMatchObject({
        status: 'awaiting_payment',
        instruction: { code: 'found' },
        expiry: { effective: world.voucher().expiresAt.toISOString() },
      });
    });

    it('asks no more once it is found, and the issue answer that comes after is no news', async () => {
      const { payment, attempt } = await unknown();
      await world.pass(6 * SECOND);
      await world.status(attempt, 'pending', world.voucher('found'));
      await world.result(attempt, { outcome: 'done', instruction: world.voucher('again') });
      await world.result(attempt, { outcome: 'not_sent', reroutable: true });
      await world.pass(3_600 * SECOND);
      expect(await asked(payment.id)).toBe(1);
      expect(await shown(payment.id)).toEqual(['awaiting_payment', 'issued']);
      expect((await world.payment(payment.id)).instruction).toMatchObject({ code: 'found' });
    });

    it('takes an answer that comes twice once', async () => {
      const { payment, attempt } = await unknown();
      await world.status(attempt, 'rejected');
      const story = await world.storyOf(payment.id);
      await world.status(attempt, 'rejected');
      await world.status(attempt, 'pending', world.voucher());
      expect(await world.storyOf(payment.id)).toEqual(story);
      expect(await shown(payment.id)).toEqual(['failed', 'rejected']);
    });

    it('found paid: waits for the fact, which pays it', async () => {
      const { payment, attempt } = await unknown();
      await world.status(attempt, 'paid');
      expect(await shown(payment.id)).toEqual(['awaiting_payment', 'issued']);
      await world.fact(attempt);
      expect((await world.payment(payment.id)).status).toBe('paid');
    });

    it('never gives it up for being silent: a day later it is still asked about', async () => {
      const { payment } = await unknown();
      for (let hour = 0; hour < 24; hour += 1) await world.pass(3_600 * SECOND);
      expect(await asked(payment.id)).toBe(24);
      expect(await shown(payment.id)).toEqual(['processing', 'unknown']);
    });
  });

  // Its call takes fifteen seconds at most, and what it executed shows within a minute of that.
  describe('of an attempt that the provider does not know', () => {
    it.each([
      [2, 75, ['processing', 'unknown']],
      [3, 74, ['processing', 'unknown']],
      [3, 75, ['processing', 'absent', 'sending']],
    ])('%i absences, %i seconds after it was sent: %j', async (absences, seconds, expected) => {
      const { payment, attempt } = await unknown();
      world.clock.advance(seconds * SECOND);
      for (let count = 0; count < absences; count += 1) await world.status(attempt, 'absent');
      expect(await shown(payment.id)).toEqual(expected);
    });

    it('is still unknown when absences come late that were seen before it could be visible', async () => {
      const { payment, attempt } = await unknown();
      const absent = { operation: 'read_status', status: 'absent' } as const;
      world.clock.advance(74 * SECOND);
      const seenAt = world.clock.now();
      world.clock.advance(600 * SECOND);
      for (let count = 0; count < 3; count += 1) await world.result(attempt, absent, seenAt);
      expect(await shown(payment.id)).toEqual(['processing', 'unknown']);
      await world.status(attempt, 'absent');
      expect(await shown(payment.id)).toEqual(['processing', 'absent', 'sending']);
    });

    it('honours its voucher if it turns up and is paid, beside the second one', async () => {
      const { payment, attempt } = await unknown();
      world.clock.advance(75 * SECOND);
      for (let count = 0; count < 3; count += 1) await world.status(attempt, 'absent');
      const second = await world.liveAttempt(payment.id);
      await world.result(attempt, { outcome: 'done', instruction: world.voucher('orphan') });
      expect(await shown(payment.id)).toEqual(['processing', 'orphaned', 'sending']);
      expect((await world.payment(payment.id)).instruction).toBeNull();
      await world.result(second, { outcome: 'done', instruction: world.voucher('second') });
      await world.fact(attempt);
      expect(await world.payment(payment.id)).toMatchObject({ status: 'paid', late: false });
    });
  });

  it('asks about the others when one payment is held by somebody', async () => {
    const fresh = await openRouterWorld();
    await fresh.announce('efecty.epayco');
    const [held, other] = [await fresh.create(), await fresh.create()];
    fresh.clock.advance(LEASE_MS);
    await fresh.database.transaction(async (tx) => {
      await tx.query('select 1 from payments where id = $1 for update', [held.payment.id]);
      await expect(outsideOf(() => fresh.resolve())).rejects.toThrow('1 of 2 failed');
    });
    const count = async (id: string) => (await fresh.commands(id)).length;
    expect(await count(other.payment.id)).toBe(2);
    expect(await count(held.payment.id)).toBe(1);
    expect(await fresh.resolve()).toBe(1);
    expect(await count(held.payment.id)).toBe(2);
    await fresh.close();
  }, 60_000);

  it('takes fifty in a turn, the longest due first, and the others in the next', async () => {
    const fresh = await openRouterWorld();
    await fresh.announce('efecty.epayco');
    const ids: string[] = [];
    for (let count = 0; count < 52; count += 1) {
      ids.push((await fresh.create()).payment.id);
      fresh.clock.advance(1);
    }
    fresh.clock.advance(LEASE_MS);
    expect(await fresh.resolve()).toBe(50);
    const counts = async () =>
      Promise.all(ids.map(async (id) => (await fresh.commands(id)).length - 1));
    expect(await counts()).toEqual([...Array.from({ length: 50 }, () => 1), 0, 0]);
    expect(await fresh.resolve()).toBe(2);
    expect(await fresh.resolve()).toBe(0);
    expect(await counts()).toEqual(Array.from({ length: 52 }, () => 1));
    await fresh.close();
  }, 60_000);
});
