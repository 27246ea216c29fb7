import { jest } from '@jest/globals';
import { KEYS, NOW } from '../fixtures/sandbox-under-test.js';
import { ProviderUnderTest } from '../fixtures/provider-under-test.js';
import type { Transaction } from '../collections/collection.js';
import { epaycoConfirmation } from '../epayco/epayco-confirmation.js';
import { CALLBACK_MODE_NAMES, callbackSettings, type CallbackMode } from './callback-mode.js';
import type { Confirmation } from './confirmation.js';
import { Confirmations } from './confirmations.js';

const RETRY_DELAYS_MS = [1_000, 60_000];

/** Confirmations whose client writes down what it is told to send, and answers as the test wants. */
function outgoing(mode: CallbackMode, options: Parameters<typeof callbackSettings>[1] = {}) {
  const sent: Confirmation[] = [];
  const world = { sent, status: 200 as number | null };
  const confirmations = new Confirmations({
    write: (transaction, forgery) => epaycoConfirmation(transaction, KEYS, forgery),
    send: async (confirmation) => {
      sent.push(confirmation);
      const { status } = world;
      return { isDelivered: status === 200, status, error: status === null ? 'ETIMEDOUT' : null };
    },
    now: () => NOW,
    retryDelaysMs: RETRY_DELAYS_MS,
    log: () => undefined,
  });
  confirmations.settings = callbackSettings(mode, options);
  const statuses = () => confirmations.list().map(({ status }) => status);
  return Object.assign(world, { confirmations, statuses });
}

/** What is sent about a transaction. */
const said = (transaction: Transaction) => epaycoConfirmation(transaction, KEYS, null);

function paidTransaction(): Transaction {
  const world = new ProviderUnderTest();
  return world.pay(world.issue({ url_confirmacion: 'https://m.example/c' }).code);
}

const paid = paidTransaction();
const reversed: Transaction = { ...paid, state: 'reversed' };

describe('modes', () => {
  it('normal: told once, at once', async () => {
    const { confirmations, sent, statuses } = outgoing('normal');
    await confirmations.announce(paid);
    expect(sent).toEqual([said(paid)]);
    expect(statuses()).toEqual(['delivered']);
  });

  it('drop: nothing is sent until somebody flushes', async () => {
    const { confirmations, sent, statuses } = outgoing('drop');
    await confirmations.announce(paid);
    await confirmations.announce(reversed);
    expect(sent).toEqual([]);
    expect(statuses()).toEqual(['dropped', 'dropped']);
    expect(await confirmations.flush()).toHaveLength(2);
    expect(sent).toEqual([said(paid), said(reversed)]);
    expect(statuses()).toEqual(['delivered', 'delivered']);
  });

  it.each([
    [undefined, undefined, 100],
    [7, 3, 7],
    [2, 50, 2],
  ])('duplicate: %p copies, %p at once → %d', async (copies, parallel, expected) => {
    const { confirmations, sent } = outgoing('duplicate', { copies, parallel });
    await confirmations.announce(paid);
    expect(sent).toHaveLength(expected);
    expect(confirmations.list()).toMatchObject([
      { status: 'delivered', attempts: expected, answers: { '200': expected } },
    ]);
  });

  it('reorder: the first one waits for the second one, which goes first', async () => {
    const { confirmations, sent, statuses } = outgoing('reorder');
    await confirmations.announce(paid);
    expect(statuses()).toEqual(['held']);
    await confirmations.announce({ ...paid, reference: 'another' });
    expect(sent).toEqual([]);
    await confirmations.announce(reversed);
    expect(sent).toEqual([said(reversed), said(paid)]);
  });

  it('forged: the true one is kept back, a false one goes out', async () => {
    const { confirmations, sent, statuses } = outgoing('forged');
    await confirmations.announce(paid);
    expect(sent).toEqual([epaycoConfirmation(paid, KEYS, 'wrong')]);
    expect(statuses()).toEqual(['delivered', 'dropped']);
    await confirmations.flush();
    expect(sent.at(-1)).toEqual(said(paid));
  });

  it('before_reply: sends as usual; who issues waits for it', async () => {
    const { confirmations, sent } = outgoing('before_reply');
    await confirmations.announce(paid);
    expect(sent).toEqual([said(paid)]);
  });

  it('tell of a voucher that was just issued only where they are about it', () => {
    const withPending = CALLBACK_MODE_NAMES.filter((mode) => callbackSettings(mode).pending);
    expect(withPending).toEqual(['reorder', 'before_reply', 'forged']);
    expect(callbackSettings('normal', { pending: true }).pending).toBe(true);
  });
});

describe('time', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('delay: sent when its time has come', async () => {
    const { confirmations, sent, statuses } = outgoing('delay', { delayMs: 500 });
    await confirmations.announce(paid);
    await jest.advanceTimersByTimeAsync(499);
    expect([sent.length, statuses()]).toEqual([0, ['delayed']]);
    await jest.advanceTimersByTimeAsync(1);
    expect([sent.length, statuses()]).toEqual([1, ['delivered']]);
  });

  it('delay: flushed before its time, and not sent again', async () => {
    const { confirmations, sent } = outgoing('delay', { delayMs: 500 });
    await confirmations.announce(paid);
    await confirmations.flush();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(sent).toHaveLength(1);
  });

  it.each([500, 302, 404, null])(
    'an answer %p: sent again on the schedule, then failed',
    async (status) => {
      const world = outgoing('normal');
      world.status = status;
      await world.confirmations.announce(paid);
      expect(world.statuses()).toEqual(['retrying']);
      await jest.advanceTimersByTimeAsync(1_000);
      expect([world.sent.length, world.statuses()]).toEqual([2, ['retrying']]);
      await jest.advanceTimersByTimeAsync(60_000);
      expect([world.sent.length, world.statuses()]).toEqual([3, ['failed']]);
      await jest.advanceTimersByTimeAsync(3_600_000);
      expect(world.sent).toHaveLength(3);
      expect(world.confirmations.list()[0]?.answers).toEqual({
        [String(status ?? 'ETIMEDOUT')]: 3,
      });
    },
  );

  it('a retry that is answered is the last one', async () => {
    const world = outgoing('normal');
    world.status = 500;
    await world.confirmations.announce(paid);
    world.status = 200;
    await jest.advanceTimersByTimeAsync(120_000);
    expect([world.sent.length, world.statuses()]).toEqual([2, ['delivered']]);
  });

  it('copies of which none was answered are sent again once', async () => {
    const world = outgoing('duplicate', { copies: 5, parallel: 2 });
    world.status = 500;
    await world.confirmations.announce(paid);
    world.status = 200;
    await jest.advanceTimersByTimeAsync(1_000);
    expect([world.sent.length, world.statuses()]).toEqual([6, ['delivered']]);
  });

  it('a retry is dropped, too, when the mode drops', async () => {
    const world = outgoing('normal');
    world.status = 500;
    await world.confirmations.announce(paid);
    world.confirmations.settings = callbackSettings('drop');
    await jest.advanceTimersByTimeAsync(3_600_000);
    expect([world.sent.length, world.statuses()]).toEqual([1, ['dropped']]);
  });

  it('a forged one is not repeated', async () => {
    const world = outgoing('normal');
    world.status = 500;
    await world.confirmations.sendForged(paid, 'wrong');
    await jest.advanceTimersByTimeAsync(3_600_000);
    expect([world.sent.length, world.statuses()]).toEqual([1, ['failed']]);
  });

  it('nothing is sent, forged neither, about what the merchant did not say where', async () => {
    const world = outgoing('normal');
    const nowhere = { ...paid, callback: null };
    await world.confirmations.announce(nowhere);
    expect(await world.confirmations.sendForged(nowhere, 'wrong')).toBeNull();
    expect([world.sent, world.statuses()]).toEqual([[], []]);
  });

  it('nothing is sent after the stop', async () => {
    const { confirmations, sent } = outgoing('delay');
    await confirmations.announce(paid);
    confirmations.stop();
    await jest.advanceTimersByTimeAsync(3_600_000);
    expect(sent).toEqual([]);
  });
});
