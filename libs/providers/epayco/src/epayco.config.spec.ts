import { z } from 'zod';
import {
  EPAYCO_KEYS,
  epaycoOptions,
  epaycoVariables,
  transactionKey,
  transferKey,
} from './epayco.config.js';

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
      service: 'classic',
      expiry: { minimumMs: 43_200_000, maximumMs: 691_200_000, defaultMs: 259_200_000 },
      visibilityHorizonMs: 300_000,
      issueTimeoutMs: 20_000,
      endpoints: {
        apiUrl: 'https://api.secure.payco.co',
        secureUrl: 'https://secure.payco.co',
        apifyUrl: 'https://apify.epayco.co',
        transactionsUrl: 'https://apiflow.epayco.io',
        transactionsLoginUrl: 'https://eks-apify-service.epayco.io',
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

  it('announce the one life that the newer service gives, where payments are made there', () => {
    const newer = { ...ACCOUNT, CAUCE_EPAYCO_TRANSACTION_SERVICE: 'newer' };
    const lifeMs = 5 * 86_400_000;
    expect(optionsOf(newer)).toMatchObject({
      service: 'newer',
      expiry: { minimumMs: lifeMs, maximumMs: lifeMs, defaultMs: lifeMs },
    });
  });

  it('know no third service', () => {
    const third = { ...ACCOUNT, CAUCE_EPAYCO_TRANSACTION_SERVICE: 'newest' };
    expect(() => optionsOf(third)).toThrow();
  });

  const HEX = '268c8e0162990cf2ce97fa7ade2eff5a';
  const CHARACTERS = 'these-are-thirty-two-characters!';

  it.each([
    [transactionKey, 'classic', 'any', 0],
    [transactionKey, 'newer', HEX, 0],
    [transactionKey, 'newer', CHARACTERS, 0],
    [transactionKey, 'newer', 'any', 1],
    [transferKey, 'classic', HEX, 0],
    [transferKey, 'classic', CHARACTERS, 1],
    [transferKey, 'newer', CHARACTERS, 0],
    [transferKey, 'newer', 'any', 1],
  ])('%p at the %s service with the key %j: %i problems', (check, service, key, problems) => {
    const parsed = z
      .object(epaycoVariables)
      .check(check)
      .safeParse({
        ...ACCOUNT,
        CAUCE_EPAYCO_TRANSACTION_SERVICE: service,
        CAUCE_EPAYCO_PRIVATE_KEY: key,
      });
    expect(parsed.error?.issues ?? []).toHaveLength(problems);
  });
});
