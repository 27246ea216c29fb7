import { isAboutPayer, MERCADOPAGO_STATES, statusOf } from './mercadopago.states.js';

describe('a state of Mercado Pago', () => {
  it.each([
    ['pending', 'pending_waiting_payment', 'pending'],
    ['pending', 'pending_waiting_transfer', 'pending'],
    ['in_process', 'pending_review_manual', 'pending'],
    ['in_process', null, 'pending'],
    ['authorized', 'pending_capture', 'pending'],
    ['approved', 'accredited', 'paid'],
    ['approved', 'partially_refunded', 'paid'],
    ['in_mediation', null, 'paid'],
    ['rejected', 'bank_error', 'rejected'],
    ['rejected', 'expired', 'expired'],
    ['cancelled', 'by_collector', 'cancelled'],
    ['cancelled', null, 'cancelled'],
    ['cancelled', 'expired', 'expired'],
    ['refunded', 'refunded', 'reversed'],
    ['charged_back', 'settled', 'reversed'],
    ['approved', 'expired', 'paid'],
    ['pending', 'expired', 'pending'],
  ])('%s with %s is %s', (status, detail, expected) => {
    expect(statusOf(status, detail)).toBe(expected);
  });

  it('has no word that this test does not know', () => {
    expect(Object.keys(MERCADOPAGO_STATES)).toEqual([
      ...['pending', 'in_process', 'authorized', 'approved', 'in_mediation'],
      ...['rejected', 'cancelled', 'refunded', 'charged_back'],
    ]);
  });

  it.each(['', 'APPROVED', 'paid', 'approved ', 'processed', 'constructor', '__proto__'])(
    'is no default when it is %j',
    (status) => {
      expect(statusOf(status, null)).toBeNull();
    },
  );

  it.each([
    ['rejected_high_risk', true],
    ['cc_rejected_high_risk', true],
    ['cc_rejected_blacklist', true],
    ['bank_error', false],
    ['expired', false],
    [null, false],
  ])('rejected with %s is about the payer: %s', (detail, expected) => {
    expect(isAboutPayer(detail)).toBe(expected);
  });
});
