import { z } from 'zod';
import {
  networkHashes,
  payvalidaOptions,
  payvalidaTillTimes,
  payvalidaVariables,
} from './payvalida.config.js';

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

describe('configuration of tills that ask us', () => {
  it('takes a reverse for the longer published time, and ends a voucher within a day', () => {
    expect(payvalidaTillTimes(defaults, 3 * 86_400)).toEqual({
      expiry: { minimumMs: 60_000, maximumMs: 2_592_000_000, defaultMs: 259_200_000 },
      ...{ visibilityHorizonMs: 300_000, issueTimeoutMs: 20_000 },
      ...{ reverseWithinMs: 50_000, holdMs: 900_000 },
    });
  });

  it('takes the times of a network that has others', () => {
    const variables = z.object(payvalidaVariables).parse({
      CAUCE_PAYVALIDA_TILL_REVERSE_SECONDS: '30',
      CAUCE_PAYVALIDA_TILL_HOLD_SECONDS: '600',
    });
    expect(payvalidaTillTimes(variables, 86_400)).toMatchObject({
      ...{ reverseWithinMs: 30_000, holdMs: 600_000 },
    });
  });

  it.each([
    ['FIXEDHASH', ['FIXEDHASH']],
    ['FIXEDHASH, NEXTHASH1', ['FIXEDHASH', 'NEXTHASH1']],
  ])('reads the hashes %s', (text, hashes) => {
    expect(networkHashes.parse(text)).toEqual(hashes);
  });

  it.each(['', 'short', 'FIXEDHASH,', 'FIXEDHASH,short'])('refuses the hashes "%s"', (text) => {
    expect(networkHashes.safeParse(text).success).toBe(false);
  });
});
