import { MERCADOPAGO_RETRY_DELAYS_MS } from './start-mercadopago.js';

describe('how long Mercado Pago goes on telling', () => {
  it('is 15 and 30 minutes, 6, 48 and 96 hours after the first webhook', () => {
    let sinceFirstMs = 0;
    const hours = MERCADOPAGO_RETRY_DELAYS_MS.map((delayMs) => {
      sinceFirstMs += delayMs;
      return sinceFirstMs / 3_600_000;
    });
    expect(hours).toEqual([0.25, 0.5, 6, 48, 96]);
  });
});
