import { z } from 'zod';
import { EPAYCO_KEYS, epaycoOptions, epaycoVariables } from './epayco.config.js';

const ACCOUNT = {
  CAUCE_EPAYCO_PUBLIC_KEY: 'public',
  CAUCE_EPAYCO_PRIVATE_KEY: 'private',
  CAUCE_EPAYCO_CUSTOMER_ID: '12345',
  CAUCE_EPAYCO_P_KEY: 'dashboard',
  CAUCE_EPAYCO_SETTLEMENTS_URL: 'https://files.example/efecty/',
};

const optionsOf = (variables: Record<string, string>) =>
  epaycoOptions(z.object(epaycoVariables).parse(variables), 259_200);

describe('the variables of ePayco', () => {
  it('become an account with the hosts of ePayco', () => {
    expect(optionsOf(ACCOUNT)).toEqual({
      expiry: { minimumMs: 43_200_000, maximumMs: 691_200_000, defaultMs: 259_200_000 },
      visibilityHorizonMs: 300_000,
      issueTimeoutMs: 20_000,
      endpoints: {
        apiUrl: 'https://api.secure.payco.co',
        secureUrl: 'https://secure.payco.co',
        apifyUrl: 'https://apify.epayco.co',
        settlementsUrl: 'https://files.example/efecty',
        publicKey: 'public',
        privateKey: 'private',
      },
      account: {
        publicKey: 'public',
        customerId: '12345',
        isTest: false,
        egressIp: '127.0.0.1',
      },
      pKey: 'dashboard',
    });
  });

  it.each(EPAYCO_KEYS)('are no account without %s', (name) => {
    const { [name]: _, ...rest } = ACCOUNT;
    expect(optionsOf(rest)).toBeNull();
  });
});
