import { jest } from '@jest/globals';
import { KEYS, NOW } from '../fixtures/sandbox-under-test.js';
import { ProviderUnderTest } from '../fixtures/provider-under-test.js';
import { signConfirmation } from '../epayco/sign-confirmation.js';
import type { Transaction } from '../epayco/transaction.js';
import { CALLBACK_MODE_NAMES, callbackSettings, type CallbackMode } from './callback-mode.js';
import { confirmationOf, forge, type Confirmation } from './confirmation.js';
import { Confirmations } from './confirmations.js';

const RETRY_DELAYS_MS = [1_000, 60_000];

/** Confirmations whose client writes down what it is told to send, and answers as the test wants. */
function outgoing(mode: CallbackMode, options: Parameters<typeof callbackSettings>[1] = {}) {
  const sent: Confirmation[] = [];
  const world = { sent, status: 200 as number | null };
  const confirmations = new Confirmations({
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

function confirmed(transaction: Transaction): Confirmation {
  const confirmation = confirmationOf(transaction, KEYS);
  if (confirmation === null) throw new Error('no confirmation URL');
  return confirmation;
}

function paidTransaction(): Transaction {
  const world = new ProviderUnderTest();
  return world.pay(world.issue({ url_confirmacion: 'https://m.example/c' }).pin);
}

const paid = confirmed(paidTransaction());
const reversed: Confirmation = { ...paid, state: 6 };

describe('what a confirmation says', () => {
  it('has every field of the documented list, as text', () => {
    expect(Object.keys(paid.fields)).toEqual(
      expect.arrayContaining([
        'x_cust_id_cliente',
        'x_ref_payco',
        'x_id_invoice',
        'x_id_factura',
        'x_description',
        'x_amount',
        'x_amount_country',
        'x_amount_ok',
        'x_tax',
        'x_amount_base',
        'x_currency_code',
        'x_bank_name',
        'x_cardnumber',
        'x_quotas',
        'x_respuesta',
        'x_response',
        'x_response_reason_text',
        'x_fecha_transaccion',
        'x_transaction_date',
        'x_approval_code',
        'x_transaction_id',
        'x_cod_respuesta',
        'x_cod_response',
        'x_cod_transaction_state',
        'x_transaction_state',
        'x_franchise',
        'x_customer_name',
        'x_business',
        'x_errorcode',
        'x_test_request',
        'x_extra1',
        'x_extra10',
        'x_signature',
      ]),
    );
    expect(Object.values(paid.fields).every((value) => typeof value === 'string')).toBe(true);
    expect(paid.fields).toMatchObject({ x_amount: '85000', x_cod_response: '1' });
  });

  it('is signed over what it says', () => {
    const { x_ref_payco = '', x_transaction_id = '', x_amount = '' } = paid.fields;
    const signed = { refPayco: x_ref_payco, transactionId: x_transaction_id, amount: x_amount };
    expect(paid.fields['x_signature']).toBe(
      signConfirmation(KEYS, { ...signed, currencyCode: 'COP' }),
    );
  });

  it('is nothing when the merchant did not say where', () => {
    expect(confirmationOf({ ...paidTransaction(), confirmation: null }, KEYS)).toBeNull();
  });

  it.each([
    ['wrong', false],
    ['replayed', true],
  ] as const)('forged with a signature that is %s: a payment is claimed', (signature, isValid) => {
    const world = new ProviderUnderTest();
    const pending = confirmed(world.issue({ url_confirmacion: 'https://m.example/c' }));
    const forged = forge(pending, signature);
    expect(forged).toMatchObject({ isForged: true, fields: { x_response: 'Aceptada' } });
    expect(forged.fields['x_cod_transaction_state']).toBe('1');
    expect(forged.fields['x_signature'] === pending.fields['x_signature']).toBe(isValid);
  });
});

describe('modes', () => {
  it('normal: told once, at once', async () => {
    const { confirmations, sent, statuses } = outgoing('normal');
    await confirmations.announce(paid);
    expect(sent).toEqual([paid]);
    expect(statuses()).toEqual(['delivered']);
  });

  it('drop: nothing is sent until somebody flushes', async () => {
    const { confirmations, sent, statuses } = outgoing('drop');
    await confirmations.announce(paid);
    await confirmations.announce(reversed);
    expect(sent).toEqual([]);
    expect(statuses()).toEqual(['dropped', 'dropped']);
    expect(await confirmations.flush()).toHaveLength(2);
    expect(sent).toEqual([paid, reversed]);
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
    await confirmations.announce({ ...paid, factura: 'another' });
    expect(sent).toEqual([]);
    await confirmations.announce(reversed);
    expect(sent).toEqual([reversed, paid]);
  });

  it('forged: the true one is kept back, a false one goes out', async () => {
    const { confirmations, sent, statuses } = outgoing('forged');
    await confirmations.announce(paid);
    expect(sent).toEqual([forge(paid, 'wrong')]);
    expect(statuses()).toEqual(['delivered', 'dropped']);
    await confirmations.flush();
    expect(sent.at(-1)).toEqual(paid);
  });

  it('before_reply: sends as usual; who issues waits for it', async () => {
    const { confirmations, sent } = outgoing('before_reply');
    await confirmations.announce(paid);
    expect(sent).toEqual([paid]);
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
    await world.confirmations.sendForged(forge(paid, 'wrong'));
    await jest.advanceTimersByTimeAsync(3_600_000);
    expect([world.sent.length, world.statuses()]).toEqual([1, ['failed']]);
  });

  it('nothing is sent after the stop', async () => {
    const { confirmations, sent } = outgoing('delay');
    await confirmations.announce(paid);
    confirmations.stop();
    await jest.advanceTimersByTimeAsync(3_600_000);
    expect(sent).toEqual([]);
  });
});
