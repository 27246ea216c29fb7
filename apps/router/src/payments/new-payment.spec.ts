import { createPaymentBody } from './create-payment.schema.js';
import { newPayment } from './new-payment.js';
import { routeFacts } from '../fixtures/routed.js';
import { orderOnWire } from '../fixtures/wire-builders.js';
import type { RouteChoice } from '../routing/choose-route.js';

const now = new Date('2026-11-20T15:00:00Z');
const request = { merchantId: 'mer_1', resourceId: 'pay_1' };
const facts = { now, payerSealed: 'sealed', payerDocumentIndex: 'index' };
const cop = (minor: bigint) => ({ minor, currency: 'COP' as const });
const choice: RouteChoice = {
  chosen: routeFacts('efecty.epayco'),
  rulesVersion: 3,
  candidates: [
    {
      route: 'efecty.epayco',
      chosen: true,
      rule: 'r',
      cost: { fee: cop(1n), iva: cop(2n), total: cop(3n) },
    },
  ],
};

describe('a new payment', () => {
  it('is submitted on the chosen route, owes everything and has told its first event', () => {
    const body = createPaymentBody.parse(orderOnWire());
    expect(newPayment(request, body, choice, facts)).toMatchObject({
      id: 'pay_1',
      merchantId: 'mer_1',
      state: 'submitted',
      amountMinor: 8_500_000n,
      amountPaidMinor: 0n,
      method: 'efecty',
      route: 'efecty.epayco',
      isLate: false,
      sequence: 1,
      timerKind: null,
      timerAt: null,
      effectiveExpiresAt: null,
      createdAt: now,
      updatedAt: now,
    });
  });

  it('keeps why it took its route, and what that costs', () => {
    const row = newPayment(request, createPaymentBody.parse(orderOnWire()), choice, facts);
    const view = (value: number) => ({ value, currency: 'COP' });
    const cost = { fee: view(1), iva: view(2), total: view(3) };
    expect(row.routing).toEqual({
      rulesVersion: 3,
      candidates: [{ route: 'efecty.epayco', chosen: true, rule: 'r', cost }],
    });
  });

  it('keeps the payer sealed and nothing of it in the clear', () => {
    const row = newPayment(request, createPaymentBody.parse(orderOnWire()), choice, facts);
    const text = Object.values(row).map(String).join(' ') + JSON.stringify(row.metadata);
    expect(text).not.toMatch(/Ana|1020304051|3001112233|ana@example/);
    expect(row.payerSealed).toBe('sealed');
  });

  it('keeps what may be left out, or null', () => {
    const bare = newPayment(request, createPaymentBody.parse(orderOnWire()), choice, facts);
    expect([bare.bank, bare.returnUrl, bare.requestedExpiresAt]).toEqual([null, null, null]);
    const full = createPaymentBody.parse({
      ...orderOnWire(),
      bank: '1007',
      returnUrl: 'https://shop.example',
      expiresAt: '2026-11-22T00:00:00Z',
    });
    const row = newPayment(request, full, choice, facts);
    expect([row.bank, row.returnUrl, row.requestedExpiresAt]).toEqual([
      '1007',
      'https://shop.example',
      new Date('2026-11-22T00:00:00Z'),
    ]);
  });
});
