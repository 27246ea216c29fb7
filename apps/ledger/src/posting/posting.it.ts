import { encodeMessage, TOPICS } from '@cauce/contracts';
import { newId } from '@cauce/config';
import fc from 'fast-check';
import { LedgerWorld, PaymentMessages, unidentifiedMessage } from '../fixtures/ledger-world.js';
import { ACCOUNT, cop, DUE, MERCHANT } from '../fixtures/money-events.js';
import { PaymentStory, type MoneyEvent } from '../fixtures/payment-story.js';

/** A paid voucher of $ 250.000, as in the worked example L1. */
const L1 = {
  [ACCOUNT.receivable]: 24_161_050n,
  [ACCOUNT.pending]: -23_929_000n,
  [ACCOUNT.providerFee]: 705_000n,
  [ACCOUNT.ivaInput]: 133_950n,
  [ACCOUNT.platformFee]: -900_000n,
  [ACCOUNT.ivaOutput]: -171_000n,
};

describe('what messages do to the books', () => {
  let world: LedgerWorld;

  beforeEach(async () => {
    world = await LedgerWorld.open();
  }, 60_000);
  afterEach(() => world?.close());

  it('L1: a paid voucher, with its fees', async () => {
    const payment = new PaymentMessages();
    await world.tell(payment.received());
    expect(await world.kinds(payment.paymentId)).toEqual([
      'payment_received',
      'provider_fee',
      'platform_fee',
    ]);
    expect(await world.balances()).toEqual(L1);
  });

  it('stores what a transaction is about', async () => {
    const message = new PaymentMessages().received({ occurredOn: '2026-11-19' });
    await world.tell(message);
    const [row] = await world.database.reads.query(
      `select kind, source_id, position, payment_id, merchant_id, route, reference,
         provider_transaction_id, fact_id, occurred_at, effective_on::text as effective_on, recorded_at
       from transaction order by position limit 1`,
    );
    expect(row).toEqual({
      kind: 'payment_received',
      source_id: message.id,
      position: 1,
      payment_id: message.data.paymentId,
      merchant_id: MERCHANT,
      route: 'efecty.epayco',
      reference: '123',
      provider_transaction_id: message.data.providerTransactionId,
      fact_id: message.data.factId,
      occurred_at: message.data.occurredAt,
      effective_on: '2026-11-19',
      recorded_at: world.clock.now(),
    });
  });

  it('announces every transaction with its entries, by route', async () => {
    const message = new PaymentMessages().received();
    await world.tell(message);
    const announced = await world.database.reads.query<{
      message: { key: string; data: { kind: string; entries: object[]; factId: string } };
    }>('select message from outbox where topic = $1 order by id', [TOPICS.ledgerEvents]);
    expect(announced.map(({ message }) => [message.key, message.data.kind])).toEqual([
      ['efecty.epayco', 'payment_received'],
      ['efecty.epayco', 'provider_fee'],
      ['efecty.epayco', 'platform_fee'],
    ]);
    expect(announced[0]?.message.data.factId).toBe(message.data.factId);
    expect(announced[0]?.message.data.entries).toHaveLength(2);
  });

  it.each([
    ['late', 'late_payment_received'],
    ['duplicate', 'duplicate_payment_received'],
  ] as const)('names money that is %s', async (cause, kind) => {
    const payment = new PaymentMessages();
    await world.tell(payment.received({ cause }));
    expect((await world.kinds(payment.paymentId))[0]).toBe(kind);
  });

  it('a reversal leaves nothing, and the rows of both stay', async () => {
    const payment = new PaymentMessages();
    const receipt = payment.received();
    await world.tell(receipt);
    await world.tell(payment.reversed(receipt));
    expect(await world.balances()).toEqual({});
    expect(await world.kinds(payment.paymentId)).toEqual([
      'payment_received',
      'provider_fee',
      'platform_fee',
      'reversal',
      'fee_reversal',
    ]);
  });

  it('our fee goes when the payment is no longer paid, whichever receipt completed it', async () => {
    const payment = new PaymentMessages();
    const half = { amount: cop(DUE / 2n), applied: DUE / 2n };
    const first = payment.received({ ...half, completes: false });
    await world.tell(first);
    await world.tell(payment.received({ ...half, completes: true }));
    expect((await world.balances())[ACCOUNT.platformFee]).toBe(-900_000n);
    await world.tell(payment.reversed(first));
    expect((await world.balances())[ACCOUNT.platformFee]).toBeUndefined();
    await world.tell(payment.received({ ...half, completes: true }));
    expect((await world.balances())[ACCOUNT.platformFee]).toBe(-900_000n);
    expect((await world.balances())[ACCOUNT.pending]).toBe(-DUE + 1_071_000n);
  });

  it('one merchant’s fee is not touched by another payment of the same merchant', async () => {
    const [one, two] = [new PaymentMessages(), new PaymentMessages()];
    const receipt = one.received();
    await world.tell(receipt);
    await world.tell(two.received());
    await world.tell(one.reversed(receipt));
    expect(await world.balances()).toEqual(L1);
  });

  it('L8: a second payment is owed to the payer, and pays the merchant when the first is reversed', async () => {
    const payment = new PaymentMessages();
    const first = payment.received();
    const second = payment.received({
      applied: 0n,
      surplus: DUE,
      cause: 'duplicate',
      completes: false,
    });
    await world.tell(first);
    await world.tell(second);
    expect((await world.balances())[ACCOUNT.overpayment]).toBe(-DUE);
    await world.tell(payment.reversed(first));
    await world.tell(payment.surplusApplied({ factId: second.data.factId }));
    expect(await world.balances()).toEqual(L1);
  });

  it('L6: money for nobody waits in suspense until it is taken back', async () => {
    const stray = unidentifiedMessage({ amount: cop(1_000_000n), providerTransactionId: 's1' });
    await world.tell(stray);
    expect((await world.balances())[ACCOUNT.unidentified]).toBe(-1_000_000n);
    await world.tell(
      unidentifiedMessage({ amount: cop(-1_000_000n), providerTransactionId: 's1' }),
    );
    expect(await world.balances()).toEqual({});
  });

  it.each([
    ['the receipt first', [1_000_000n, -1_000_000n]],
    ['the reversal first', [-1_000_000n, 1_000_000n]],
  ])('money for nobody leaves nothing when the fee changed in between: %s', async (_, amounts) => {
    for (const minor of amounts) {
      await world.tell(unidentifiedMessage({ amount: cop(minor), providerTransactionId: 's1' }));
      await world.asSuperuser('update fee_schedule set fixed_minor = fixed_minor + 1000');
      // Schedules are read again after five seconds.
      world.clock.advance(6_000);
    }
    expect(await world.balances()).toEqual({});
    // Another stray of the same day is not taken for a counterpart.
    await world.tell(unidentifiedMessage({ amount: cop(100n), providerTransactionId: 's2' }));
    expect((await world.balances())[ACCOUNT.unidentified]).toBe(-100n);
  });

  it('a status that moves no money moves only the position of its stream', async () => {
    const payment = new PaymentMessages();
    const { paymentId } = payment;
    const nothing = payment.received();
    await world.tell({
      ...nothing,
      type: 'payment.awaiting_payment',
      data: {
        payment: {
          id: paymentId,
          merchantId: MERCHANT,
          reference: 'ORD-1',
          status: 'awaiting_payment',
          amount: cop(DUE),
          amountPaid: cop(0n),
          method: null,
          route: null,
          late: false,
          effectiveExpiresAt: null,
        },
        reason: null,
      },
    });
    expect(await world.count('transaction')).toBe(0);
    await world.tell(payment.received());
    expect(await world.balances()).toEqual(L1);
  });

  describe('a message that comes again', () => {
    it.each([2, 10])('%d times at once posts once', async (times) => {
      const message = new PaymentMessages().received();
      await Promise.all(Array.from({ length: times }, () => world.tell(message)));
      expect(await world.balances()).toEqual(L1);
      expect(await world.count('transaction')).toBe(3);
    });

    it('later, with another id but the same place in its stream, posts nothing', async () => {
      const message = new PaymentMessages().received();
      await world.tell(message);
      await world.tell(message);
      await world.tell({ ...message, id: newId('msg') });
      expect(await world.balances()).toEqual(L1);
    });

    it('past its inbox is refused by the books themselves', async () => {
      const message = new PaymentMessages().received();
      await world.tell(message);
      await world.asSuperuser('delete from stream_position');
      await world.tell(message);
      expect(await world.balances()).toEqual(L1);
      expect(await world.database.reads.query('select reason from dead_letter')).toHaveLength(1);
    });
  });

  describe('messages out of their order', () => {
    it('park until the gap has closed, and then go on in order', async () => {
      const payment = new PaymentMessages();
      const first = payment.received();
      const second = payment.reversed(first);
      const third = payment.received();
      await world.tell(third);
      await world.tell(second);
      expect(await world.count('transaction')).toBe(0);
      await world.tell(first);
      expect(await world.kinds(payment.paymentId)).toEqual([
        'payment_received',
        'provider_fee',
        'platform_fee',
        'reversal',
        'fee_reversal',
        'payment_received',
        'provider_fee',
        'platform_fee',
      ]);
      expect(await world.balances()).toEqual(L1);
    });

    it('hold up no other payment', async () => {
      const [one, other] = [new PaymentMessages(), new PaymentMessages()];
      const first = one.received();
      await world.tell(one.reversed(first));
      await world.tell(other.received());
      expect(await world.kinds(one.paymentId)).toEqual([]);
      expect(await world.balances()).toEqual(L1);
    });
  });

  it('sets aside a message that cannot be posted, with nothing half written', async () => {
    const payment = new PaymentMessages();
    await world.tell(payment.received({ applied: DUE - 1n }));
    expect(await world.count('transaction')).toBe(0);
    expect(await world.count('entry')).toBe(0);
    expect(await world.count('account')).toBe(0);
    const [letter] = await world.database.reads.query<{ error: string }>(
      'select to_jsonb(d)::text as error from dead_letter d',
    );
    expect(letter?.error).toContain('does not balance');
  });

  it('reads a message from its wire form alone', async () => {
    const wire = JSON.parse(JSON.stringify(encodeMessage(new PaymentMessages().received())));
    await world.bus.publish(TOPICS.paymentsEvents, wire);
    expect(await world.balances()).toEqual(L1);
  });
});

describe('any story of payments', () => {
  it('leaves balances that are the sums of their entries, and books that verify', async () => {
    const world = await LedgerWorld.open();
    const step = fc.oneof(fc.bigInt(1n, 2n * DUE), fc.constant(DUE), fc.bigInt(-3n, -1n));
    const story = fc.array(step, { minLength: 1, maxLength: 6 });
    let [held, owed] = [0n, 0n];
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(story, { minLength: 1, maxLength: 4 }), async (stories) => {
          const told = await Promise.all(stories.map((steps) => play(world, steps)));
          held += told.reduce((sum, one) => sum + one.held, 0n);
          owed += told.reduce((sum, one) => sum + one.held - one.applied, 0n);
          const closing = await world.balances();
          const of = (account: string) => closing[account] ?? 0n;
          expect(of(ACCOUNT.receivable) + of(ACCOUNT.providerFee) + of(ACCOUNT.ivaInput)).toBe(
            held,
          );
          expect(of(ACCOUNT.overpayment)).toBe(-owed);
          expect(await world.broken()).toEqual([]);
          const wrong = await world.database.reads.query(
            `select code, balance_minor, total from balance b join account a on a.id = b.account_id
               left join (select account_id, sum(amount_minor) as total from entry group by 1) s
                 using (account_id)
             where balance_minor is distinct from total`,
          );
          expect(wrong).toEqual([]);
        }),
        { numRuns: 15 },
      );
    } finally {
      await world.close();
    }
  }, 120_000);

  /** Tells one payment's story, message by message, while others tell theirs. */
  async function play(world: LedgerWorld, steps: readonly bigint[]): Promise<PaymentStory> {
    const [story, payment] = [new PaymentStory(DUE), new PaymentMessages()];
    const ids = new Map<string, string>();
    const idOf = (factId: string) => {
      const id = ids.get(factId) ?? newId('fact');
      ids.set(factId, id);
      return id;
    };
    for (const step of steps) {
      const events = step > 0n ? story.pay(step) : story.reverse(Number(-step) - 1);
      for (const event of events) await world.tell(messageOf(payment, event, idOf));
    }
    return story;
  }

  function messageOf(payment: PaymentMessages, event: MoneyEvent, idOf: (id: string) => string) {
    const own = { paymentId: payment.paymentId, factId: idOf(event.data.factId) };
    if (event.kind === 'received') return payment.received({ ...event.data, ...own });
    if (event.kind === 'surplus_applied') return payment.surplusApplied({ ...event.data, ...own });
    const reversedFactId = idOf(event.data.reversedFactId);
    return payment.reversal({ ...event.data, ...own, reversedFactId });
  }
});
