import { parseExactly } from '@cauce/connector-kit';
import fc from 'fast-check';
import { payment, PENDING_TICKET } from './fixtures/samples.js';
import {
  canonicalReference,
  dueOf,
  isOurs,
  toTransaction,
  toWirePesos,
} from './mercadopago.mapping.js';
import { paymentReply } from './mercadopago.messages.js';

const cop = (minor: bigint) => ({ minor, currency: 'COP' as const });
const { transaction_details: details } = PENDING_TICKET;

const approved = (change: object = {}) =>
  payment({
    status: 'approved',
    status_detail: 'accredited',
    date_approved: '2026-11-21T09:30:00.000-04:00',
    date_last_updated: '2026-11-21T09:31:00.000-04:00',
    ...change,
  });

describe('a payment of Mercado Pago', () => {
  it('that nobody has paid is pending, with what is due, since it was made', () => {
    expect(toTransaction(payment())).toEqual({
      providerTransactionId: '5466310457',
      reference: '1763650123',
      status: 'pending',
      amount: cop(8_500_000n),
      occurredAt: new Date('2026-11-20T15:00:00Z'),
    });
  });

  it('that was approved is paid, with what was paid, when it was approved', () => {
    expect(toTransaction(approved())).toMatchObject({
      status: 'paid',
      amount: cop(8_500_000n),
      occurredAt: new Date('2026-11-21T13:30:00Z'),
    });
  });

  it.each([
    ['a peso more than due', { total_paid_amount: 85001 }, 8_500_100n],
    ['a peso less than due', { total_paid_amount: 84999 }, 8_499_900n],
    ['an amount with centavos', { total_paid_amount: 85000.5 }, 8_500_050n],
    ['nothing that it says', { total_paid_amount: 0 }, 8_500_000n],
    ['nothing at all', { total_paid_amount: null }, 8_500_000n],
  ])('counts %s', (_, change, minor) => {
    const paid = approved({ transaction_details: { ...details, ...change } });
    expect(toTransaction(paid).amount).toEqual(cop(minor));
  });

  it('counts without what Mercado Pago took from the payer on top', () => {
    const fee_details = [
      { type: 'mercadopago_fee', amount: 2000, fee_payer: 'collector' },
      { type: 'financing_fee', amount: 1500.5, fee_payer: 'payer' },
    ];
    const transaction_details = { ...details, total_paid_amount: 86500.5 };
    const paid = approved({ fee_details, transaction_details });
    expect(toTransaction(paid).amount).toEqual(cop(8_500_000n));
    const absurd = approved({
      fee_details,
      transaction_details: { ...details, total_paid_amount: 9 },
    });
    expect(() => toTransaction(absurd)).toThrow('malformed_reply');
  });

  it('counts what is due while it is pending, whatever else it says', () => {
    const transaction_details = { ...details, total_paid_amount: 1 };
    expect(toTransaction(payment({ transaction_details })).amount).toEqual(cop(8_500_000n));
  });

  it.each([
    ['refunded', 'refunded', 'reversed'],
    ['cancelled', 'expired', 'expired'],
    ['cancelled', 'by_collector', 'cancelled'],
  ])('%s with %s is of the time of its last change', (status, status_detail, expected) => {
    const transaction = toTransaction(approved({ status, status_detail }));
    expect(transaction.status).toBe(expected);
    expect(transaction.occurredAt).toEqual(new Date('2026-11-21T13:31:00Z'));
  });

  it('without later times is of the time when it was made', () => {
    const times = { date_approved: null, date_last_updated: null };
    expect(toTransaction(approved(times)).occurredAt).toEqual(new Date('2026-11-20T15:00:00Z'));
    expect(toTransaction(approved({ date_approved: null })).occurredAt).toEqual(
      new Date('2026-11-21T13:31:00Z'),
    );
  });

  it.each([
    ['of a state that no table has', { status: 'processed' }],
    ['of another currency', { currency_id: 'ARS' }],
    ['of less than a centavo', { transaction_amount: 85000.001 }],
    ['of an amount that is no decimal', { transaction_amount: '85.000,00' }],
    ['of no time', { date_created: 'ayer' }],
  ])('%s is an error, never a default', (_, change) => {
    expect(() => toTransaction(payment(change))).toThrow('malformed_reply');
  });

  it('keeps every digit of its number, and its amount exactly', () => {
    const sent = JSON.stringify(PENDING_TICKET)
      .replace('"id":5466310457', '"id":12345678901234567890')
      .replace('"transaction_amount":85000', '"transaction_amount":90071992547409.91');
    expect(toTransaction(paymentReply.parse(parseExactly(sent)))).toMatchObject({
      providerTransactionId: '12345678901234567890',
      amount: cop(9_007_199_254_740_991n),
    });
  });

  it('may leave out whatever it has no value for', () => {
    const left = Object.entries(PENDING_TICKET).filter(
      ([name]) => !['date_approved', 'date_of_expiration', 'fee_details', 'barcode'].includes(name),
    );
    expect(paymentReply.parse(Object.fromEntries(left))).toMatchObject({
      date_approved: null,
      date_of_expiration: null,
      fee_details: [],
    });
  });

  it('that somebody made without a reference is nobody’s', () => {
    expect(toTransaction(approved({ external_reference: null })).reference).toBe('');
    expect(toTransaction(approved({ external_reference: ' - ' })).reference).toBe('');
  });
});

describe('whose a payment is', () => {
  const scope = { method: 'efecty', collectorId: '1148920820', isLive: true };

  it('follows from account and mode', () => {
    expect(isOurs(payment(), scope)).toBe(true);
    expect(isOurs(payment(), { ...scope, collectorId: null })).toBe(true);
    expect(isOurs(payment(), { ...scope, collectorId: '1' })).toBe(false);
    expect(isOurs(payment({ collector_id: null }), scope)).toBe(false);
    expect(isOurs(payment({ live_mode: false }), scope)).toBe(false);
    expect(isOurs(payment({ live_mode: false }), { ...scope, isLive: false })).toBe(true);
  });
});

describe('a reference', () => {
  it.each([
    ['1763650123', '1763650123'],
    ['0001763650123', '1763650123'],
    [' 17 63-650123 ', '1763650123'],
    ['0', '0'],
    ['000', '0'],
    ['pedido-7', 'pedido7'],
  ])('%j is %j in its canonical form', (text, expected) => {
    expect(canonicalReference(text)).toBe(expected);
  });

  it('of ours is its own canonical form', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{0,47}$/), (reference) => {
        expect(canonicalReference(reference)).toBe(reference);
      }),
    );
  });
});

describe('an amount on the wire', () => {
  it('is any whole number of pesos and no other amount, and comes back as it was', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 12n }), (minor) => {
        if (minor % 100n !== 0n) {
          expect(() => toWirePesos(cop(minor))).toThrow('invalid_request');
          return;
        }
        const transaction_amount = toWirePesos(cop(minor));
        expect(dueOf(payment({ transaction_amount }))).toEqual(cop(minor));
      }),
    );
  });

  it.each([
    ['another currency', { minor: 100n, currency: 'USD' as const }],
    ['nothing', cop(0n)],
    ['less than nothing', cop(-100n)],
    ['more than a number holds', cop(2n ** 53n * 100n)],
  ])('is refused when it is %s', (_, amount) => {
    expect(() => toWirePesos(amount)).toThrow('invalid_request');
  });
});
