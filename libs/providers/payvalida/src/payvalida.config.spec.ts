import { z } from 'zod';
import { payvalidaOptions, payvalidaVariables } from './payvalida.config.js';

const defaults = z.object(payvalidaVariables).parse({});
const keys = { merchant: 'shop', fixedHash: 'fixed', notificationHash: 'notified' };

describe('configuration of Payvalida', () => {
  it('becomes an account with lives and budgets in milliseconds', () => {
    expect(payvalidaOptions(defaults, keys, 3 * 86_400)).toEqual({
      expiry: { minimumMs: 86_400_000, maximumMs: 2_592_000_000, defaultMs: 259_200_000 },
      visibilityHorizonMs: 300_000,
      issueTimeoutMs: 20_000,
      account: { apiUrl: 'https://api.payvalida.com', merchant: 'shop', fixedHash: 'fixed' },
      notificationHash: 'notified',
      deletesOrders: false,
    });
  });

  it.each(Object.keys(keys))('is no account without its %s', (name) => {
    expect(payvalidaOptions(defaults, { ...keys, [name]: undefined }, 86_400)).toBeNull();
  });

  it('has no slash at the end of its address', () => {
    const variables = z
      .object(payvalidaVariables)
      .parse({ CAUCE_PAYVALIDA_API_URL: 'https://api-test.payvalida.com/' });
    expect(payvalidaOptions(variables, keys, 86_400)?.account.apiUrl).toBe(
      'https://api-test.payvalida.com',
    );
  });
});
