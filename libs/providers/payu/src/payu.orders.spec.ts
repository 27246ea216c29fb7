import fc from 'fast-check';
import type { Order, OrderTransaction } from './payu.messages.js';
import { canonicalReference, isOurs, paymentsOf } from './payu.orders.js';
import { PAYU_ORDERS, PAYU_STATES } from './payu.states.js';

const readAt = new Date('2026-11-23T15:00:00Z');

function transaction(change: Partial<OrderTransaction> = {}, state = 'APPROVED'): OrderTransaction {
  return {
    id: 'tx-1',
    type: 'AUTHORIZATION_AND_CAPTURE',
    transactionResponse: { state, operationDate: '1763900000000' },
    additionalValues: { TX_VALUE: { value: '65000.00', currency: 'COP' } },
    ...change,
  };
}

function order(change: Partial<Order> = {}): Order {
  return {
    id: '1400449740',
    accountId: '512321',
    status: 'CAPTURED',
    referenceCode: '0017-63650 123',
    isTest: false,
    transactions: [transaction()],
    ...change,
  };
}

const of = (change: Partial<Order>) =>
  paymentsOf(order(change), readAt).map((one) => one.transaction);
const statuses = (change: Partial<Order>) => of(change).map((one) => one.status);

const refund = (change: Partial<OrderTransaction> = {}, state = 'APPROVED') =>
  transaction({ id: 'tx-r', type: 'REFUND', parentTransactionId: 'tx-1', ...change }, state);

describe('the payments of an order', () => {
  it('are read with our reference, what was paid, and when', () => {
    expect(of({})).toEqual([
      {
        providerTransactionId: 'tx-1',
        reference: '1763650123',
        status: 'paid',
        amount: { minor: 6_500_000n, currency: 'COP' },
        occurredAt: new Date(1_763_900_000_000),
      },
    ]);
  });

  it.each(Object.entries(PAYU_STATES))('in state %s are %s', (state, status) => {
    expect(statuses({ status: 'IN_PROGRESS', transactions: [transaction({}, state)] })).toEqual([
      status,
    ]);
  });

  it.each([
    ['a state', { transactions: [transaction({}, 'WONDERFUL')] }],
    ['a state that objects have', { transactions: [transaction({}, 'constructor')] }],
    ['a type', { transactions: [transaction({ type: 'CAPTURE' })] }],
    ['a status of the order', { status: 'HALF_DONE' }],
    [
      'a currency',
      {
        transactions: [
          transaction({ additionalValues: { TX_VALUE: { value: '1', currency: 'USD' } } }),
        ],
      },
    ],
    [
      'an amount',
      {
        transactions: [
          transaction({ additionalValues: { TX_VALUE: { value: '1e3', currency: 'COP' } } }),
        ],
      },
    ],
    ['no amount at all', { transactions: [transaction({ additionalValues: null })] }],
    [
      'a date',
      {
        transactions: [
          transaction({ transactionResponse: { state: 'PENDING', operationDate: 'hoy' } }),
        ],
      },
    ],
  ])('are an error with %s that we do not know', (_, change) => {
    expect(() => of(change)).toThrow('malformed_reply');
  });

  it('have the amount of the order where they have none of their own', () => {
    const transactions = [transaction({ additionalValues: null })];
    const additionalValues = { TX_VALUE: { value: '20000', currency: 'COP' } };
    expect(of({ additionalValues, transactions })[0]?.amount.minor).toBe(2_000_000n);
  });

  it('happened when they were read, where PayU gives no date', () => {
    const transactions = [transaction({ transactionResponse: { state: 'DECLINED' } })];
    expect(of({ transactions })[0]?.occurredAt).toBe(readAt);
  });

  it('are both there when a voucher was paid twice', () => {
    expect(statuses({ transactions: [transaction(), transaction({ id: 'tx-2' })] })).toEqual([
      'paid',
      'paid',
    ]);
  });
});

describe('a payment that was given back', () => {
  it.each(['REFUND', 'VOID'])('is told by a %s that names it', (type) => {
    const second = transaction({ id: 'tx-2' });
    expect(statuses({ transactions: [transaction(), second, refund({ type })] })).toEqual([
      'reversed',
      'paid',
    ]);
  });

  it.each(['PENDING', 'DECLINED', 'ERROR'])('is not one while the refund is %s', (state) => {
    expect(statuses({ transactions: [transaction(), refund({}, state)] })).toEqual(['paid']);
  });

  it.each(Object.entries(PAYU_ORDERS))('in an order that is %s: %s', (status, meaning) => {
    const expected = meaning === 'given_back' ? 'reversed' : 'paid';
    expect(statuses({ status })).toEqual([expected]);
  });

  it('is the one payment there is, when the refund names none', () => {
    const transactions = [transaction(), refund({ parentTransactionId: null })];
    expect(statuses({ transactions })).toEqual(['reversed']);
    const declined = transaction({ id: 'tx-0' }, 'DECLINED');
    expect(statuses({ transactions: [declined, ...transactions] })).toEqual([
      'rejected',
      'reversed',
    ]);
  });

  it('is an error when it may be any of several', () => {
    const paid = [transaction(), transaction({ id: 'tx-2' })];
    const orphan = refund({ parentTransactionId: null });
    expect(() => of({ status: 'REFUNDED', transactions: paid })).toThrow('malformed_reply');
    expect(() => of({ transactions: [...paid, orphan] })).toThrow('malformed_reply');
  });

  it('is an error when only a part was', () => {
    const part = refund({ type: 'PARTIAL_REFUND' });
    expect(() => of({ transactions: [transaction(), part] })).toThrow('malformed_reply');
    const refused = refund({ type: 'PARTIAL_REFUND' }, 'DECLINED');
    expect(statuses({ transactions: [transaction(), refused] })).toEqual(['paid']);
  });
});

describe('orders that count', () => {
  const live = { accountId: '512321', isTest: false };
  it.each([
    ['ours', {}, live, true],
    ['of an account that PayU does not name', { accountId: null }, live, true],
    ['of another account', { accountId: '512322' }, live, false],
    ['tests in a live account', { isTest: true }, live, false],
    ['tests in a test account', { isTest: true }, { ...live, isTest: true }, true],
    ['not marked in a test account', { isTest: null }, { ...live, isTest: true }, true],
  ] as const)('are %s: %s', (_, change, owner, expected) => {
    expect(isOurs(order(change), owner)).toBe(expected);
  });
});

describe('our reference as somebody else writes it', () => {
  it('is the same with zeros, spaces and dashes around and inside', () => {
    const reference = fc.stringMatching(/^[1-9]\d{0,47}$/);
    const noise = fc.stringMatching(/^[ -]{0,3}$/);
    fc.assert(
      fc.property(reference, noise, fc.nat({ max: 5 }), (ours, between, zeros) => {
        const written = '0'.repeat(zeros) + ours.split('').join(between);
        expect(canonicalReference(written)).toBe(ours);
      }),
    );
  });
});
