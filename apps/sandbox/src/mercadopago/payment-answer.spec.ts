import { STATES, type State, type Transaction } from '../collections/collection.js';
import { MERCADOPAGO, payment } from '../fixtures/mercadopago-under-test.js';
import { NOW } from '../fixtures/sandbox-under-test.js';
import { pesos } from '../fixtures/provider-under-test.js';
import { METHOD_NAMES, type Method } from './methods.js';
import { dateText } from './date-text.js';
import { paymentAnswer } from './payment-answer.js';

const shown = (change: Partial<Transaction>) =>
  paymentAnswer(payment(change), null, MERCADOPAGO, 'http://here');

describe('a payment as Mercado Pago shows it', () => {
  it.each<[State, Method, string, string]>([
    ['pending', 'efecty', 'pending', 'pending_waiting_payment'],
    ['pending', 'pse', 'pending', 'pending_waiting_transfer'],
    ['paid', 'efecty', 'approved', 'accredited'],
    ['reversed', 'efecty', 'refunded', 'refunded'],
    ['expired', 'efecty', 'cancelled', 'expired'],
    ['expired', 'pse', 'rejected', 'expired'],
    ['cancelled', 'efecty', 'cancelled', 'by_collector'],
    ['rejected', 'pse', 'rejected', 'bank_error'],
  ])('that is %s at %s is %s, %s', (state, network, status, detail) => {
    expect(shown({ state, network })).toMatchObject({ status, status_detail: detail });
  });

  it('counts what went back in parts', () => {
    const refunds = [{ amount: pesos(300), refundedAt: NOW, details: {} }];
    expect(shown({ state: 'paid', paidAt: NOW, refunds })).toMatchObject({
      status: 'approved',
      status_detail: 'partially_refunded',
      transaction_amount_refunded: 300,
      refunds: [{ id: 71_000_000_001_001, payment_id: 71_000_000_001, amount: 300 }],
    });
  });

  it('has what is due in the place of what was paid, until it is paid', () => {
    expect(shown({})['transaction_details']).toMatchObject({
      total_paid_amount: 12_300,
      net_received_amount: 0,
    });
  });

  it('of a transfer has the numbers of PSE, and no reference for a counter', () => {
    expect(shown({ network: 'pse', code: null })['transaction_details']).toMatchObject({
      bank_transfer_id: 1,
      transaction_id: '00000001',
      payment_method_reference_id: null,
    });
  });

  it('has a status in every state, over every method', () => {
    for (const state of STATES) {
      for (const network of METHOD_NAMES) {
        expect(shown({ state, network })['status']).toMatch(/^[a-z_]+$/);
      }
    }
  });

  it('of money that nobody asked for is due as it came, and has no payer', () => {
    expect(shown({ state: 'paid', paidAt: NOW })).toMatchObject({
      transaction_amount: 12_300,
      transaction_details: { total_paid_amount: 12_300, overpaid_amount: 0 },
      date_of_expiration: null,
      payer: { email: '', identification: { type: null, number: null } },
    });
  });

  it('writes its own zone, and the instant is the same', () => {
    expect(dateText(NOW)).toBe('2026-11-20T11:00:00.000-04:00');
    expect(new Date(dateText(NOW))).toEqual(NOW);
  });

  it('cannot be of a network that Mercado Pago does not have', () => {
    expect(() => shown({ network: 'gana' })).toThrow('no method gana');
  });
});
