import fc from 'fast-check';
import { NOW } from '../fixtures/sandbox-under-test.js';
import { pesos, ProviderUnderTest } from '../fixtures/provider-under-test.js';
import { refundedOf } from './collection-book.js';
import { journalLineSchema } from '../journal/journal-line.schema.js';

const target = { url_confirmacion: 'https://m.example/c' };

describe('issuing a voucher', () => {
  it('gives a code and a number, and announces nothing', () => {
    const world = new ProviderUnderTest();
    const issued = world.issue();
    expect(issued).toMatchObject({ state: 'pending', amount: pesos(85_000), paidAt: null });
    expect(issued.code).toMatch(/^\d{11}$/);
    expect(issued.id).toBeGreaterThan(0);
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
    expect(world.ask(changes, network).kind).toBe('conflict');
    expect(world.written).toHaveLength(1);
  });

  it('never gives a number out twice, although the clock stands still', () => {
    const world = new ProviderUnderTest();
    const issued = Array.from({ length: 100 }, (_, n) => world.issue({ factura: `F${n}` }));
    expect(new Set(issued.map(({ code }) => code)).size).toBe(100);
    expect(new Set(issued.map(({ id }) => id)).size).toBe(100);
  });

  it('gives other numbers out after a start without its journal', () => {
    const first = new ProviderUnderTest().issue();
    const later = new ProviderUnderTest();
    later.pass(1);
    expect(later.issue().id).toBeGreaterThan(first.id);
  });
});

describe('the till', () => {
  it('takes what is due', () => {
    const world = new ProviderUnderTest();
    const issued = world.issue();
    const paid = world.pay(issued.code);
    expect(paid).toMatchObject({
      id: issued.id,
      state: 'paid',
      amount: pesos(85_000),
      paidAt: NOW,
    });
    expect(world.announced).toEqual([paid]);
  });

  it.each([84_999, 85_001])('takes another amount: %d', (units) => {
    const world = new ProviderUnderTest();
    const { code } = world.issue();
    expect(world.pay(code, pesos(units)).amount).toEqual(pesos(units));
  });

  it('takes a second payment as a new transaction of the same factura', () => {
    const world = new ProviderUnderTest();
    const { code } = world.issue();
    const [first, second] = [world.pay(code), world.pay(code)];
    expect(second.id).not.toBe(first.id);
    expect(second).toMatchObject({ reference: first.reference, code, state: 'paid' });
    expect(world.collector.book.transactionsOf('1001')).toEqual([first, second]);
  });

  it('takes money after the voucher has expired, under the same reference', () => {
    const world = new ProviderUnderTest();
    const issued = world.issue();
    world.pass(30);
    expect(world.pay(issued.code)).toMatchObject({
      id: issued.id,
      state: 'paid',
    });
    expect(world.written.map(({ kind }) => kind)).toEqual(['voucher_issued', 'expired', 'paid']);
  });

  it('dates a payment back', () => {
    const world = new ProviderUnderTest();
    const { code } = world.issue();
    const paidAt = new Date('2026-11-19T12:00:00Z');
    expect(world.pay(code, null, paidAt)).toMatchObject({ paidAt, changedAt: NOW });
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
    const { transaction } = world.collector.payStray({
      ...stray,
      amount: pesos(12_300),
      callback: null,
    });
    expect(transaction).toMatchObject({
      reference: '99999',
      code: null,
      state: 'paid',
      amount: pesos(12_300),
      callback: { url: 'https://m.example/c', method: 'POST' },
    });
  });
});

describe('a reversal', () => {
  it('keeps the numbers of the payment', () => {
    const world = new ProviderUnderTest();
    const { code } = world.issue();
    const paid = world.pay(code, pesos(80_000));
    expect(world.collector.reverse({ code }).transaction).toEqual({
      ...paid,
      state: 'reversed',
      changedAt: NOW,
    });
    expect(world.written.at(-1)).toMatchObject({ kind: 'reversed', amountMinor: 8_000_000 });
  });

  it('takes the latest payment of a code first, and each one once', () => {
    const world = new ProviderUnderTest();
    const { code } = world.issue();
    const [first, second] = [world.pay(code), world.pay(code)];
    const reverse = () => world.collector.reverse({ code }).transaction.id;
    expect([reverse(), reverse()]).toEqual([second.id, first.id]);
    expect(reverse).toThrow(expect.objectContaining({ code: 'NOTHING_TO_REVERSE' }));
  });

  it('finds one payment by its reference', () => {
    const world = new ProviderUnderTest();
    const { code } = world.issue();
    const { id: transaction } = world.pay(code);
    world.pay(code);
    expect(world.collector.reverse({ transaction }).transaction.id).toBe(transaction);
  });

  it('needs a payment', () => {
    const world = new ProviderUnderTest();
    const { code } = world.issue();
    const refusal = (wanted: { code: string } | { transaction: number }) => {
      try {
        return world.collector.reverse(wanted).transaction.state;
      } catch (error) {
        return error instanceof Error && 'code' in error ? error.code : null;
      }
    };
    expect(refusal({ code })).toBe('NOTHING_TO_REVERSE');
    expect(refusal({ code: '1' })).toBe('UNKNOWN_CODE');
    expect(refusal({ transaction: 1 })).toBe('UNKNOWN_TRANSACTION');
  });

  it('leaves the voucher payable again, as a new transaction', () => {
    const world = new ProviderUnderTest();
    const { code, id } = world.issue();
    world.pay(code);
    world.collector.reverse({ code });
    expect(world.pay(code).id).not.toBe(id);
  });
});

describe('a refund', () => {
  const refunding = (units: number, key = 'k') => ({ amount: pesos(units), details: { key } });

  it('of a part is kept beside the payment, which stays paid', () => {
    const world = new ProviderUnderTest();
    const paid = world.pay(world.issue().code);
    const { amount, details } = refunding(5_000);
    expect(world.collector.refund(paid, amount, details).transaction).toEqual({
      ...paid,
      refunds: [{ amount, refundedAt: NOW, details }],
    });
    expect(world.written.at(-1)).toMatchObject({ kind: 'refunded', amountMinor: 500_000 });
    expect(world.announced).toHaveLength(2);
  });

  it('of the last part reverses the payment, after a restart too', () => {
    const world = new ProviderUnderTest();
    const { id } = world.pay(world.issue().code);
    for (const units of [80_000, 5_000]) {
      const { amount, details } = refunding(units);
      world.collector.refund(world.collector.transaction(id), amount, details);
    }
    const written = world.written.map((line) => journalLineSchema.parse(line));
    for (const { collector } of [world, new ProviderUnderTest(written)]) {
      expect(collector.transaction(id).state).toBe('reversed');
      expect(refundedOf(collector.transaction(id))).toEqual(pesos(85_000));
    }
  });

  it('needs a payment', () => {
    const world = new ProviderUnderTest();
    const { amount, details } = refunding(1);
    expect(() => world.collector.refund(world.issue(), amount, details)).toThrow(
      expect.objectContaining({ code: 'NOTHING_TO_REVERSE' }),
    );
  });
});

describe('an end without money', () => {
  it.each(['cancelled', 'rejected'] as const)('%s: written down and announced', (kind) => {
    const world = new ProviderUnderTest();
    const issued = world.issue();
    const { transaction } = world.collector.end(kind, issued);
    expect(transaction).toEqual({ ...issued, state: kind, changedAt: NOW });
    expect(world.written.at(-1)).toMatchObject({ kind, transaction: issued.id });
    expect(world.announced).toEqual([transaction]);
  });

  it('does not expire afterwards, and is paid all the same', () => {
    const world = new ProviderUnderTest();
    const issued = world.issue();
    world.collector.end('cancelled', issued);
    world.pass(30);
    expect(world.collector.journal.at(-1)).toMatchObject({ kind: 'cancelled' });
    expect(world.pay(issued.code)).toMatchObject({ id: issued.id, state: 'paid' });
  });
});

describe('expiry', () => {
  it('comes at the effective time, once, and is announced', () => {
    const world = new ProviderUnderTest();
    const { id } = world.issue({ fechaexpiracion: '2026-11-21' });
    world.now = new Date('2026-11-22T04:59:58Z');
    expect(world.collector.journal).toHaveLength(1);
    world.now = new Date('2026-11-22T04:59:59Z');
    expect(world.collector.journal.at(-1)).toMatchObject({ kind: 'expired', transaction: id });
    world.pass(1);
    expect(world.collector.journal).toHaveLength(2);
    expect(world.announced).toMatchObject([{ id, state: 'expired' }]);
  });

  it('comes at another time for a voucher that was changed', () => {
    const world = new ProviderUnderTest();
    const issued = world.issue();
    const { details } = issued;
    const expiresAt = new Date(world.now.getTime() + 7 * 86_400_000);
    const to = { amount: pesos(90_000), requestedExpiry: null, expiresAt, details };
    expect(world.collector.change(issued, to)).toMatchObject({ amount: pesos(90_000) });
    world.pass(6);
    world.collector.expireDue();
    expect(world.collector.transaction(issued.id).state).toBe('pending');
    world.pass(1);
    world.collector.expireDue();
    expect(world.collector.transaction(issued.id).state).toBe('expired');
    expect(new ProviderUnderTest(world.written).collector.book.allTransactions()).toEqual(
      world.collector.book.allTransactions(),
    );
  });

  it('does not come for a voucher that was paid', () => {
    const world = new ProviderUnderTest();
    world.pay(world.issue().code);
    world.pass(30);
    expect(world.collector.journal.map(({ kind }) => kind)).toEqual(['voucher_issued', 'paid']);
  });

  it('lets the voucher that ends first expire first, whatever the order of issue', () => {
    const world = new ProviderUnderTest();
    world.issue({ factura: 'late', fechaexpiracion: '2026-11-26' });
    world.issue({ factura: 'soon', fechaexpiracion: '2026-11-22' });
    world.pass(3);
    expect(world.collector.journal.at(-1)).toMatchObject({ kind: 'expired', reference: 'soon' });
    world.pass(4);
    expect(world.collector.journal.at(-1)).toMatchObject({ kind: 'expired', reference: 'late' });
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
    const code = () => world.collector.book.voucherOf(`F${'n' in one ? one.n : 0}`)?.code ?? '';
    const callback = null;
    try {
      if (one.kind === 'issue') world.issue({ factura: `F${one.n}`, fechaexpiracion: undefined });
      if (one.kind === 'pay') world.pay(code(), pesos(one.units));
      if (one.kind === 'reverse') world.collector.reverse({ code: code() });
      if (one.kind === 'pass') world.pass(one.days);
      if (one.kind === 'stray') {
        const reference = `F${one.n}`;
        const stray = { reference, amount: pesos(7), network: 'gana', paidAt: null } as const;
        world.collector.payStray({ ...stray, callback });
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
        const lines = world.collector.journal.map((line) =>
          journalLineSchema.parse(JSON.parse(JSON.stringify(line))),
        );
        const again = new ProviderUnderTest(lines);
        again.now = world.now;
        expect(again.collector.book.allTransactions()).toEqual(
          world.collector.book.allTransactions(),
        );
        expect(again.collector.journal).toEqual(world.collector.journal);
        expect(again.announced).toEqual([]);
        expect(again.issue({ factura: 'NEW', fechaexpiracion: undefined }).id).toBeGreaterThan(
          Math.max(0, ...lines.map(({ transaction }) => transaction)),
        );
      }),
    );
  });

  it('adds up: what was taken less what was given back is what paid transactions hold', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
        const world = new ProviderUnderTest();
        for (const one of deeds) perform(world, one);
        const sum = (kind: string) =>
          world.collector.journal
            .filter((line) => line.kind === kind)
            .reduce((total, line) => total + line.amountMinor, 0);
        const held = world.collector.book
          .allTransactions()
          .filter(({ state }) => state === 'paid')
          .reduce((total, { amount }) => total + Number(amount.minor), 0);
        expect(held).toBe(sum('paid') - sum('reversed'));
      }),
    );
  });
});
