import { z } from 'zod';
import {
  MERCADOPAGO_KEYS,
  mercadopagoOptions,
  mercadopagoVariables,
} from './mercadopago.config.js';

const ACCOUNT = {
  CAUCE_MERCADOPAGO_ACCESS_TOKEN: 'APP_USR-1',
  CAUCE_MERCADOPAGO_WEBHOOK_SECRETS: 'new, old',
};

const optionsOf = (variables: Record<string, string>) =>
  mercadopagoOptions(z.object(mercadopagoVariables).parse(variables), 259_200);

describe('the variables of Mercado Pago', () => {
  it('become a live account, with every secret that may sign', () => {
    expect(optionsOf(ACCOUNT)).toEqual({
      expiry: { minimumMs: 86_400_000, maximumMs: 2_592_000_000, defaultMs: 259_200_000 },
      visibilityHorizonMs: 300_000,
      issueTimeoutMs: 20_000,
      apiUrl: 'https://api.mercadopago.com',
      account: {
        accessToken: 'APP_USR-1',
        collectorId: null,
        isLive: true,
        webhookSecrets: ['new', 'old'],
      },
    });
  });

  it('become one of tests, of one collector', () => {
    const more = { CAUCE_MERCADOPAGO_TEST: 'true', CAUCE_MERCADOPAGO_COLLECTOR_ID: '7' };
    expect(optionsOf({ ...ACCOUNT, ...more })?.account).toMatchObject({
      isLive: false,
      collectorId: '7',
    });
  });

  it.each(MERCADOPAGO_KEYS)('are no account without %s', (name) => {
    const { [name]: _, ...rest } = ACCOUNT;
    expect(optionsOf(rest)).toBeNull();
  });
});
