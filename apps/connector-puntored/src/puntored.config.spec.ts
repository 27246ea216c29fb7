import { ConfigError, readConfig } from '@cauce/config';
import { puntoredConfigSchema } from './puntored.config.js';
import { puntoredConnectors } from './puntored.connector.js';

const epayco = {
  CAUCE_EPAYCO_PUBLIC_KEY: 'public-key',
  CAUCE_EPAYCO_PRIVATE_KEY: 'private-key',
  CAUCE_EPAYCO_CUSTOMER_ID: '12345',
  CAUCE_EPAYCO_P_KEY: 'dashboard-key',
  CAUCE_EPAYCO_SETTLEMENTS_URL: 'https://files.example/collections/',
};

const payvalida = {
  CAUCE_PUNTORED_PAYVALIDA_MERCHANT: 'shop-puntored',
  CAUCE_PUNTORED_PAYVALIDA_FIXED_HASH: 'fixed',
  CAUCE_PUNTORED_PAYVALIDA_NOTIFICATION_HASH: 'notified',
  CAUCE_PUNTORED_PAYVALIDA_METHOD: 'puntored',
};

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(puntoredConfigSchema, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

const routesOf = (env: Record<string, string>) =>
  puntoredConnectors(readConfig(puntoredConfigSchema, env)).map(({ route }) => route);

describe('configuration of the Punto Red rail', () => {
  it('has a route for each account, of the protocols that are wanted', () => {
    const both = { ...epayco, ...payvalida };
    expect(routesOf({})).toEqual([]);
    expect(routesOf(epayco)).toEqual(['puntored.epayco']);
    expect(routesOf(payvalida)).toEqual(['puntored.payvalida']);
    expect(routesOf(both)).toEqual(['puntored.payvalida', 'puntored.epayco']);
    expect(routesOf({ ...both, CAUCE_PUNTORED_PROTOCOLS: 'epayco' })).toEqual(['puntored.epayco']);
  });

  it.each(Object.keys(payvalida))('needs the whole account of Payvalida: %s', (name) => {
    expect(problemsOf({ ...payvalida, [name]: '' })).toEqual([
      expect.stringMatching(new RegExp(`^${name}: is required with CAUCE_PUNTORED_PAYVALIDA_`)),
    ]);
  });

  it('refuses limits that exclude each other', () => {
    expect(problemsOf({ CAUCE_PUNTORED_PAYVALIDA_MINIMUM_PESOS: '90000000' })).toEqual([
      'CAUCE_PUNTORED_PAYVALIDA_MINIMUM_PESOS: must not be more than CAUCE_PUNTORED_PAYVALIDA_MAXIMUM_PESOS',
    ]);
  });

  it('needs a key of ePayco’s that its newer service can encrypt with', () => {
    const newer = { ...epayco, CAUCE_EPAYCO_TRANSACTION_SERVICE: 'newer' };
    expect(problemsOf({ ...newer, CAUCE_EPAYCO_PRIVATE_KEY: 'short' })).toEqual([
      'CAUCE_EPAYCO_PRIVATE_KEY: must have 32 characters, which the newer service encrypts with',
    ]);
  });

  it('knows no other protocols', () => {
    expect(problemsOf({ CAUCE_PUNTORED_PROTOCOLS: 'mercadopago' })).toEqual([
      'CAUCE_PUNTORED_PROTOCOLS: must be some of payvalida, epayco, with commas',
    ]);
  });

  it('takes whole pesos between the limits', () => {
    const [connector] = puntoredConnectors(readConfig(puntoredConfigSchema, payvalida));
    expect(connector).toMatchObject({
      trust: 'requery',
      limits: {
        minimum: { minor: 500000n, currency: 'COP' },
        maximum: { minor: 200000000n, currency: 'COP' },
        step: { minor: 100n, currency: 'COP' },
      },
    });
    expect(connector?.cancel).toBeUndefined();
  });
});

describe('the network whose tills ask us', () => {
  const network = {
    CAUCE_PUNTORED_PAYVALIDA_NETWORK: 'VIA',
    CAUCE_PUNTORED_PAYVALIDA_NETWORK_HASH: 'FIXED5f6e7d8c',
  };

  it('makes the route over Payvalida, without any account there', () => {
    const [connector, another] = puntoredConnectors(readConfig(puntoredConfigSchema, network));
    expect(connector).toMatchObject({ route: 'puntored.payvalida' });
    expect(connector?.tills).toBeDefined();
    expect(another).toBeUndefined();
  });

  it.each(Object.keys(network))('needs both: %s', (name) => {
    const env = { ...network, [name]: undefined };
    expect(() => readConfig(puntoredConfigSchema, env)).toThrow(`${name}: is required with`);
  });

  it('has a name that can stand in checksums and facts', () => {
    const env = { ...network, CAUCE_PUNTORED_PAYVALIDA_NETWORK: 'VIA:1' };
    expect(() => readConfig(puntoredConfigSchema, env)).toThrow('must be letters, digits, - and _');
  });
});
