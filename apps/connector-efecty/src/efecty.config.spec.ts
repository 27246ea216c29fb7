import { ConfigError, readConfig } from '@cauce/config';
import { efectyConfigSchema } from './efecty.config.js';
import { efectyConnectors } from './efecty.connector.js';

const required = {
  CAUCE_EPAYCO_PUBLIC_KEY: 'public-key',
  CAUCE_EPAYCO_PRIVATE_KEY: 'private-key',
  CAUCE_EPAYCO_CUSTOMER_ID: '12345',
  CAUCE_EPAYCO_P_KEY: 'dashboard-key',
  CAUCE_EPAYCO_SETTLEMENTS_URL: 'https://files.example/efecty/',
};

const mercadopago = {
  CAUCE_MERCADOPAGO_ACCESS_TOKEN: 'TEST-1',
  CAUCE_MERCADOPAGO_WEBHOOK_SECRETS: 'secret',
};

const payu = {
  CAUCE_PAYU_API_LOGIN: 'login',
  CAUCE_PAYU_API_KEY: 'key',
  CAUCE_PAYU_MERCHANT_ID: '508029',
  CAUCE_PAYU_ACCOUNT_ID: '512321',
  CAUCE_PAYU_PAYER_ADDRESS: 'Calle 72|Bogotá|Bogotá D.C.|110231|6017563126',
};

function problemsOf(change: Record<string, string>): string[] {
  try {
    readConfig(efectyConfigSchema, { ...required, ...change });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('configuration of the Efecty rail', () => {
  it('needs all keys of an account, or none', () => {
    expect(problemsOf({})).toEqual([]);
    const missing = Object.keys(required).filter((name) =>
      problemsOf({ [name]: '' })[0]?.startsWith(`${name}: is required with CAUCE_EPAYCO_`),
    );
    expect(missing).toEqual(Object.keys(required));
    expect(problemsOf({ CAUCE_MERCADOPAGO_ACCESS_TOKEN: 'TEST-1' })).toEqual([
      'CAUCE_MERCADOPAGO_WEBHOOK_SECRETS: is required with CAUCE_MERCADOPAGO_ACCESS_TOKEN',
    ]);
  });

  it.each(['', 'epayco', 'mercadopago, epayco'])('takes the protocols %j', (text) => {
    expect(problemsOf({ CAUCE_EFECTY_PROTOCOLS: text })).toEqual([]);
  });

  it('needs a key of ePayco’s that its newer service can encrypt with', () => {
    expect(problemsOf({ CAUCE_EPAYCO_TRANSACTION_SERVICE: 'newer' })).toEqual([
      'CAUCE_EPAYCO_PRIVATE_KEY: must have 32 characters, which the newer service encrypts with',
    ]);
  });

  it('knows no other protocols', () => {
    expect(problemsOf({ CAUCE_EFECTY_PROTOCOLS: 'epayco,wompi' })).toEqual([
      'CAUCE_EFECTY_PROTOCOLS: must be some of epayco, payu, mercadopago, payvalida, with commas',
    ]);
  });

  it.each([
    ['http://secure.payco.co', 1],
    ['ftp://127.0.0.1', 1],
    ['https://secure.payco.co', 0],
    ['http://127.0.0.1:8090/epayco', 0],
    ['http://localhost:8090', 0],
    ['http://localhost.example', 1],
  ])('talks to %s: %i problems', (url, count) => {
    const problems = problemsOf({ CAUCE_EPAYCO_SECURE_URL: url });
    expect(problems).toHaveLength(count);
  });

  it('refuses limits and lives that exclude each other', () => {
    expect(
      problemsOf({
        CAUCE_EFECTY_EPAYCO_MINIMUM_PESOS: '6000000',
        CAUCE_EFECTY_EPAYCO_MAXIMUM_PESOS: '20000',
        CAUCE_EPAYCO_MAXIMUM_EXPIRY_SECONDS: '60',
      }),
    ).toEqual([
      expect.stringMatching(/^CAUCE_EPAYCO_MINIMUM_EXPIRY_SECONDS: must not be more/),
      expect.stringMatching(/^CAUCE_EFECTY_EPAYCO_MINIMUM_PESOS: must not be more/),
    ]);
  });

  it('becomes a route with whole pesos as its step', () => {
    const [connector] = efectyConnectors(readConfig(efectyConfigSchema, required));
    expect(connector).toMatchObject({
      route: 'efecty.epayco',
      trust: 'requery',
      limits: {
        minimum: { minor: 500_000n, currency: 'COP' },
        maximum: { minor: 800_000_000n, currency: 'COP' },
        step: { minor: 100n, currency: 'COP' },
      },
      expiry: { minimumMs: 43_200_000, maximumMs: 691_200_000, defaultMs: 259_200_000 },
    });
    expect(connector?.settlements?.format).toBe('asobancaria_2001');
    expect(connector?.cancel).toBeUndefined();
  });

  it('has a route for each account, of the protocols that are wanted', () => {
    const routesOf = (env: Record<string, string>) =>
      efectyConnectors(readConfig(efectyConfigSchema, env)).map(({ route }) => route);
    const both = { ...required, ...mercadopago };
    expect(routesOf(required)).toEqual(['efecty.epayco']);
    expect(routesOf(mercadopago)).toEqual(['efecty.mercadopago']);
    expect(routesOf(both)).toEqual(['efecty.epayco', 'efecty.mercadopago']);
    expect(routesOf({ ...both, ...payu })[1]).toBe('efecty.payu');
    expect(routesOf({})).toEqual([]);
    expect(routesOf({ ...both, CAUCE_EFECTY_PROTOCOLS: 'mercadopago' })).toEqual([
      'efecty.mercadopago',
    ]);
  });
});

describe('the network whose tills ask us', () => {
  const network = {
    CAUCE_EFECTY_PAYVALIDA_NETWORK: 'VIA',
    CAUCE_EFECTY_PAYVALIDA_NETWORK_HASH: 'FIXED5f6e7d8c',
  };

  it('makes the route over Payvalida, without any account there', () => {
    const [connector, another] = efectyConnectors(readConfig(efectyConfigSchema, network));
    expect(connector).toMatchObject({ route: 'efecty.payvalida' });
    expect(connector?.tills).toBeDefined();
    expect(another).toBeUndefined();
  });

  it.each(Object.keys(network))('needs both: %s', (name) => {
    const env = { ...network, [name]: undefined };
    expect(() => readConfig(efectyConfigSchema, env)).toThrow(`${name}: is required with`);
  });

  it('has a name that can stand in checksums and facts', () => {
    const env = { ...network, CAUCE_EFECTY_PAYVALIDA_NETWORK: 'VIA:1' };
    expect(() => readConfig(efectyConfigSchema, env)).toThrow('must be letters, digits, - and _');
  });
});
