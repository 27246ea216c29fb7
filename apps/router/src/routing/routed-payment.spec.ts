import { createPaymentBody } from '../payments/create-payment.schema.js';
import { orderOnWire } from '../fixtures/wire-builders.js';
import { routableOf, toRoutedPayment } from './routed-payment.js';

const body = createPaymentBody.parse({
  ...orderOnWire(),
  methods: ['baloto', 'efecty'],
  metadata: { cart: '7' },
});

describe('a payment as routing knows it', () => {
  it('has what rules may ask about, and nothing else of its payer', () => {
    const payment = routableOf('pay_1', 'mer_1', body);
    const payer = { city: 'Bogotá, D.C.', document: { type: 'CC' as const, number: '1020304051' } };
    expect(toRoutedPayment(payment, payer)).toEqual({
      id: 'pay_1',
      merchantId: 'mer_1',
      methods: ['baloto', 'efecty'],
      amount: { minor: 8_500_000n, currency: 'COP' },
      city: 'bogota d c',
      documentType: 'CC',
      bank: null,
      hasReturnUrl: false,
      metadata: { cart: '7' },
    });
  });

  it('has the bank that its payer chose', () => {
    const payment = routableOf('pay_1', 'mer_1', { ...body, bank: '1007' });
    expect(toRoutedPayment(payment, { document: null }).bank).toBe('1007');
  });

  it('has a way back where one was named, and does not say which', () => {
    const returnUrl = 'https://shop.example/back';
    const payment = routableOf('pay_1', 'mer_1', { ...body, returnUrl });
    const routed = toRoutedPayment(payment, { document: null });
    expect(routed.hasReturnUrl).toBe(true);
    expect(JSON.stringify({ ...routed, amount: null })).not.toContain(returnUrl);
  });

  it('is of no city and no document where its payer has none', () => {
    const payment = routableOf('pay_1', null, body);
    expect(toRoutedPayment(payment, { document: null })).toMatchObject({
      merchantId: null,
      city: null,
      documentType: null,
    });
  });
});
