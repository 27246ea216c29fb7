import { ConfigError, readConfig } from '@cauce/config';
import { balotoConfigSchema } from './baloto.config.js';
import { balotoConnectors } from './baloto.connector.js';

const epayco = {
  CAUCE_EPAYCO_PUBLIC_KEY: 'public-key',
  CAUCE_EPAYCO_PRIVATE_KEY: 'private-key',
  CAUCE_EPAYCO_CUSTOMER_ID: '12345',
  CAUCE_EPAYCO_P_KEY: 'dashboard-key',
  CAUCE_EPAYCO_SETTLEMENTS_URL: 'https://files.example/collections/',
};

const payvalida = {
  CAUCE_BALOTO_PAYVALIDA_MERCHANT: 'shop-baloto',
  CAUCE_BALOTO_PAYVALIDA_FIXED_HASH: 'fixed',
  CAUCE_BALOTO_PAYVALIDA_NOTIFICATION_HASH: 'notified',
};

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(balotoConfigSchema, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

const routesOf = (env: Record<string, string>) =>
  balotoConnectors(readConfig(balotoConfigSchema, env)).map(({ route }) => route);

describe('configuration of the Baloto rail', () => {
  it('has a route for each account, of the protocols that are wanted', () => {
    const both = { ...epayco, ...payvalida };
    expect(routesOf({})).toEqual([]);
    expect(routesOf(epayco)).toEqual(['baloto.epayco']);
    expect(routesOf(payvalida)).toEqual(['baloto.payvalida']);
    expect(routesOf(both)).toEqual(['baloto.payvalida', 'baloto.epayco']);
    expect(routesOf({ ...both, CAUCE_BALOTO_PROTOCOLS: 'epayco' })).toEqual(['baloto.epayco']);
  });

  it.each(Object.keys(payvalida))('needs the whole account of Payvalida: %s', (name) => {
    expect(problemsOf({ ...payvalida, [name]: '' })).toEqual([
      expect.stringMatching(new RegExp(`^${name}: is required with CAUCE_BALOTO_PAYVALIDA_`)),
    ]);
  });

  it('refuses limits that exclude each other', () => {
    expect(problemsOf({ CAUCE_BALOTO_PAYVALIDA_MINIMUM_PESOS: '90000000' })).toEqual([
      'CAUCE_BALOTO_PAYVALIDA_MINIMUM_PESOS: must not be more than CAUCE_BALOTO_PAYVALIDA_MAXIMUM_PESOS',
    ]);
  });

  it('needs a key of ePayco’s that its newer service can encrypt with', () => {
    const newer = { ...epayco, CAUCE_EPAYCO_TRANSACTION_SERVICE: 'newer' };
    expect(problemsOf({ ...newer, CAUCE_EPAYCO_PRIVATE_KEY: 'short' })).toEqual([
      'CAUCE_EPAYCO_PRIVATE_KEY: must have 32 characters, which the newer service encrypts with',
    ]);
  });

  it('knows no other protocols', () => {
    expect(problemsOf({ CAUCE_BALOTO_PROTOCOLS: 'mercadopago' })).toEqual([
      'CAUCE_BALOTO_PROTOCOLS: must be some of payvalida, epayco, with commas',
    ]);
  });

  it('takes whole pesos between the limits', () => {
    const [connector] = balotoConnectors(readConfig(balotoConfigSchema, payvalida));
    expect(connector).toMatchObject({
      trust: 'requery',
      limits: {
        minimum: { minor: 500000n, currency: 'COP' },
        maximum: { minor: 100000000n, currency: 'COP' },
        step: { minor: 100n, currency: 'COP' },
      },
    });
    expect(connector?.cancel).toBeUndefined();
  });
});

describe('the network whose tills ask us', () => {
  const network = {
    CAUCE_BALOTO_PAYVALIDA_NETWORK: 'VIA',
    CAUCE_BALOTO_PAYVALIDA_NETWORK_HASH: 'FIXED5f6e7d8c',
  };

  it('makes the route over Payvalida, without any account there', () => {
    const [connector, another] = balotoConnectors(readConfig(balotoConfigSchema, network));
    expect(connector).toMatchObject({ route: 'baloto.payvalida' });
    expect(connector?.tills).toBeDefined();
    expect(another).toBeUndefined();
  });

  it.each(Object.keys(network))('needs both: %s', (name) => {
    const env = { ...network, [name]: undefined };
    expect(() => readConfig(balotoConfigSchema, env)).toThrow(`${name}: is required with`);
  });

  it('has a name that can stand in checksums and facts', () => {
    const env = { ...network, CAUCE_BALOTO_PAYVALIDA_NETWORK: 'VIA:1' };
    expect(() => readConfig(balotoConfigSchema, env)).toThrow('must be letters, digits, - and _');
  });
});
