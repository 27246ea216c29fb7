import fc from 'fast-check';
import { cashBody, NOW } from '../fixtures/sandbox-under-test.js';
import { pesos, ProviderUnderTest } from '../fixtures/provider-under-test.js';
import { journalLineSchema } from '../journal/journal-line.schema.js';
import { cashRequestSchema } from './cash-request.schema.js';
import { CASH } from './transaction-state.js';

const target = { url_confirmacion: 'https://m.example/c' };

describe('issuing a voucher', () => {
  it('gives a pin, a reference and a transaction number, and announces nothing', () => {
    const world = new ProviderUnderTest();
    const issued = world.issue();
    expect(issued).toMatchObject({ state: CASH.pending, amount: pesos(85_000), paidAt: null });
    expect(issued.pin).toMatch(/^\d{11}$/);
    expect(issued.transactionId).toBe(`${issued.refPayco}${NOW.getTime() / 1_000}`);
    expect(world.announced).toEqual([]);
  });

  it('asked again for the same factura: the first voucher, and nothing new in the journal', () => {
    const world = new ProviderUnderTest();
    const first = world.issue();
    world.pass(1);
    expect(world.issue()).toEqual(first);
    expect(world.written).toHaveLength(1);
  });

  it.each([
    ['amount', { valor: '85001' }, 'efecty'],
    ['network', {}, 'baloto'],
  ] as const)('asked again with another %s: refused', (_, changes, network) => {
    const world = new ProviderUnderTest();
    world.issue();
    const request = cashRequestSchema.parse(cashBody(changes));
    expect(world.provider.issue(network, request).kind).toBe('conflict');
    expect(world.written).toHaveLength(1);
  });

  it('never gives a number out twice, although the clock stands still', () => {
    const world = new ProviderUnderTest();
    const issued = Array.from({ length: 100 }, (_, n) => world.issue({ factura: `F${n}` }));
    expect(new Set(issued.map(({ pin }) => pin)).size).toBe(100);
    expect(new Set(issued.map(({ refPayco }) => refPayco)).size).toBe(100);
  });

  it('gives other numbers out after a start without its journal', () => {
    const first = new ProviderUnderTest().issue();
    const later = new ProviderUnderTest();
    later.pass(1);
    expect(later.issue().refPayco).toBeGreaterThan(first.refPayco);
  });
});

describe('the till', () => {
  it('takes what is due', () => {
    const world = new ProviderUnderTest();
    const issued = world.issue();
    const paid = world.pay(issued.pin);
    expect(paid).toMatchObject({
      refPayco: issued.refPayco,
      transactionId: issued.transactionId,
      state: CASH.accepted,
      amount: pesos(85_000),
      paidAt: NOW,
    });
    expect(world.announced).toEqual([paid]);
  });

  it.each([84_999, 85_001])('takes another amount: %d', (units) => {
    const world = new ProviderUnderTest();
    const { pin } = world.issue();
    expect(world.pay(pin, pesos(units)).amount).toEqual(pesos(units));
  });

  it('takes a second payment as a new transaction of the same factura', () => {
    const world = new ProviderUnderTest();
    const { pin } = world.issue();
    const [first, second] = [world.pay(pin), world.pay(pin)];
    expect(second.refPayco).not.toBe(first.refPayco);
    expect(second.transactionId).not.toBe(first.transactionId);
    expect(second).toMatchObject({ factura: first.factura, pin, state: CASH.accepted });
    expect(world.provider.book.transactionsOf('1001')).toEqual([first, second]);
  });

  it('takes money after the voucher has expired, under the same reference', () => {
    const world = new ProviderUnderTest();
    const issued = world.issue();
    world.pass(30);
    expect(world.pay(issued.pin)).toMatchObject({
      refPayco: issued.refPayco,
      state: CASH.accepted,
    });
    expect(world.written.map(({ kind }) => kind)).toEqual(['voucher_issued', 'expired', 'paid']);
  });

  it('dates a payment back', () => {
    const world = new ProviderUnderTest();
    const { pin } = world.issue();
    const paidAt = new Date('2026-11-19T12:00:00Z');
    expect(world.pay(pin, null, paidAt)).toMatchObject({ paidAt, changedAt: NOW });
  });

  it('does not know codes that were not issued', () => {
    expect(() => new ProviderUnderTest().pay('12345')).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_CODE' }),
    );
  });

  it('takes money for a reference of nobody, and tells where the account was told last', () => {
    const world = new ProviderUnderTest();
    world.issue(target);
    const stray = { reference: '99999', network: 'efecty', paidAt: null } as const;
    const { transaction } = world.provider.payStray({
      ...stray,
      amount: pesos(12_300),
      confirmation: null,
    });
    expect(transaction).toMatchObject({
      factura: '99999',
      pin: null,
      state: CASH.accepted,
      amount: pesos(12_300),
      confirmation: { url: 'https://m.example/c', method: 'POST' },
    });
  });
});

describe('a reversal', () => {
  it('keeps the numbers of the payment', () => {
    const world = new ProviderUnderTest();
    const { pin } = world.issue();
    const paid = world.pay(pin, pesos(80_000));
    expect(world.provider.reverse({ pin }).transaction).toEqual({
      ...paid,
      state: CASH.reversed,
      changedAt: NOW,
    });
    expect(world.written.at(-1)).toMatchObject({ kind: 'reversed', amountMinor: 8_000_000 });
  });

  it('takes the latest payment of a pin first, and each one once', () => {
    const world = new ProviderUnderTest();
    const { pin } = world.issue();
    const [first, second] = [world.pay(pin), world.pay(pin)];
    const reverse = () => world.provider.reverse({ pin }).transaction.refPayco;
    expect([reverse(), reverse()]).toEqual([second.refPayco, first.refPayco]);
    expect(reverse).toThrow(expect.objectContaining({ code: 'NOTHING_TO_REVERSE' }));
  });

  it('finds one payment by its reference', () => {
    const world = new ProviderUnderTest();
    const { pin } = world.issue();
    const { refPayco } = world.pay(pin);
    world.pay(pin);
    expect(world.provider.reverse({ refPayco }).transaction.refPayco).toBe(refPayco);
  });

  it('needs a payment', () => {
    const world = new ProviderUnderTest();
    const { pin } = world.issue();
    const code = (wanted: { pin: string } | { refPayco: number }) => {
      try {
        return world.provider.reverse(wanted).transaction.state;
      } catch (error) {
        return error instanceof Error && 'code' in error ? error.code : null;
      }
    };
    expect(code({ pin })).toBe('NOTHING_TO_REVERSE');
    expect(code({ pin: '1' })).toBe('UNKNOWN_CODE');
    expect(code({ refPayco: 1 })).toBe('UNKNOWN_TRANSACTION');
  });

  it('leaves the voucher payable again, as a new transaction', () => {
    const world = new ProviderUnderTest();
    const { pin, refPayco } = world.issue();
    world.pay(pin);
    world.provider.reverse({ pin });
    expect(world.pay(pin).refPayco).not.toBe(refPayco);
  });
});

describe('expiry', () => {
  it('comes at the effective time, once, and is announced', () => {
    const world = new ProviderUnderTest();
    const { refPayco } = world.issue({ fechaexpiracion: '2026-11-21' });
    world.now = new Date('2026-11-22T04:59:58Z');
    expect(world.provider.journal).toHaveLength(1);
    world.now = new Date('2026-11-22T04:59:59Z');
    expect(world.provider.journal.at(-1)).toMatchObject({ kind: 'expired', refPayco });
    world.pass(1);
    expect(world.provider.journal).toHaveLength(2);
    expect(world.announced).toMatchObject([{ refPayco, state: CASH.expired }]);
  });

  it('does not come for a voucher that was paid', () => {
    const world = new ProviderUnderTest();
    world.pay(world.issue().pin);
    world.pass(30);
    expect(world.provider.journal.map(({ kind }) => kind)).toEqual(['voucher_issued', 'paid']);
  });

  it('lets the voucher that ends first expire first, whatever the order of issue', () => {
    const world = new ProviderUnderTest();
    world.issue({ factura: 'late', fechaexpiracion: '2026-11-26' });
    world.issue({ factura: 'soon', fechaexpiracion: '2026-11-22' });
    world.pass(3);
    expect(world.provider.journal.at(-1)).toMatchObject({ kind: 'expired', factura: 'soon' });
    world.pass(4);
    expect(world.provider.journal.at(-1)).toMatchObject({ kind: 'expired', factura: 'late' });
  });
});

describe('the journal', () => {
  const deed = fc.oneof(
    fc.record({ kind: fc.constant('issue' as const), n: fc.nat(3) }),
    fc.record({
      kind: fc.constant('pay' as const),
      n: fc.nat(3),
      units: fc.integer({ min: 1, max: 9 }),
    }),
    fc.record({ kind: fc.constant('reverse' as const), n: fc.nat(3) }),
    fc.record({ kind: fc.constant('stray' as const), n: fc.nat(3) }),
    fc.record({ kind: fc.constant('pass' as const), days: fc.nat(4) }),
  );

  /** Does it, and whatever the provider refuses stays undone. */
  function perform(
    world: ProviderUnderTest,
    one: typeof deed extends fc.Arbitrary<infer D> ? D : never,
  ) {
    const pin = () => world.provider.book.voucherOf(`F${'n' in one ? one.n : 0}`)?.pin ?? '';
    const confirmation = null;
    try {
      if (one.kind === 'issue') world.issue({ factura: `F${one.n}`, fechaexpiracion: undefined });
      if (one.kind === 'pay') world.pay(pin(), pesos(one.units));
      if (one.kind === 'reverse') world.provider.reverse({ pin: pin() });
      if (one.kind === 'pass') world.pass(one.days);
      if (one.kind === 'stray') {
        const reference = `F${one.n}`;
        const stray = { reference, amount: pesos(7), network: 'gana', paidAt: null } as const;
        world.provider.payStray({ ...stray, confirmation });
      }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }

  it('is the whole memory: read again, it gives the same state, and nothing is announced twice', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
        const world = new ProviderUnderTest();
        for (const one of deeds) perform(world, one);
        const lines = world.provider.journal.map((line) =>
          journalLineSchema.parse(JSON.parse(JSON.stringify(line))),
        );
        const again = new ProviderUnderTest(lines);
        again.now = world.now;
        expect(again.provider.book.allTransactions()).toEqual(
          world.provider.book.allTransactions(),
        );
        expect(again.provider.journal).toEqual(world.provider.journal);
        expect(again.announced).toEqual([]);
        expect(
          again.issue({ factura: 'NEW', fechaexpiracion: undefined }).refPayco,
        ).toBeGreaterThan(Math.max(0, ...lines.map(({ refPayco }) => refPayco)));
      }),
    );
  });

  it('adds up: what was taken less what was given back is what accepted transactions hold', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
        const world = new ProviderUnderTest();
        for (const one of deeds) perform(world, one);
        const sum = (kind: string) =>
          world.provider.journal
            .filter((line) => line.kind === kind)
            .reduce((total, line) => total + line.amountMinor, 0);
        const held = world.provider.book
          .allTransactions()
          .filter(({ state }) => state === CASH.accepted)
          .reduce((total, { amount }) => total + Number(amount.minor), 0);
        expect(held).toBe(sum('paid') - sum('reversed'));
      }),
    );
  });
});
