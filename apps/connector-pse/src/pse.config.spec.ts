import { ConfigError, readConfig } from '@cauce/config';
import { pseConfigSchema } from './pse.config.js';
import { pseConnectors } from './pse.connector.js';

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

const epayco = {
  CAUCE_EPAYCO_PUBLIC_KEY: 'public-key',
  CAUCE_EPAYCO_PRIVATE_KEY: '268c8e0162990cf2ce97fa7ade2eff5a',
  CAUCE_EPAYCO_CUSTOMER_ID: '12345',
  CAUCE_EPAYCO_P_KEY: 'dashboard-key',
  CAUCE_EPAYCO_SETTLEMENTS_URL: 'https://files.example/',
};

const pseAvanza = {
  CAUCE_PSE_AVANZA_CLIENT_ID: 'client',
  CAUCE_PSE_AVANZA_CLIENT_SECRET: 'secret',
  CAUCE_PSE_AVANZA_KEY: '00'.repeat(32),
  CAUCE_PSE_AVANZA_IV: '00'.repeat(12),
  CAUCE_PSE_AVANZA_ENTITY_CODE: '9012345678',
  CAUCE_PSE_AVANZA_SERVICE_CODE: '001',
  CAUCE_PSE_AVANZA_ENTITY_NIT: '9012345678',
  CAUCE_PSE_AVANZA_ENTITY_NAME: 'Cauce S.A.S.',
  CAUCE_PSE_AVANZA_ENTITY_CIIU: '6499',
  CAUCE_PSE_AVANZA_PAYER_ADDRESS: 'Calle 72',
};

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(pseConfigSchema, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('configuration of the PSE rail', () => {
  it('has a route for each account', () => {
    const routesOf = (env: Record<string, string>) =>
      pseConnectors(readConfig(pseConfigSchema, env)).map(({ route }) => route);
    expect(routesOf({})).toEqual([]);
    expect(routesOf(mercadopago)).toEqual(['pse.mercadopago']);
    const all = { ...mercadopago, ...epayco, ...payu, ...pseAvanza };
    expect(routesOf(all)).toEqual(['pse.pse_avanza', 'pse.epayco', 'pse.payu', 'pse.mercadopago']);
    expect(routesOf({ ...all, CAUCE_PSE_PROTOCOLS: 'payu' })).toEqual(['pse.payu']);
  });

  it('needs a key of ePayco’s that can encrypt', () => {
    expect(problemsOf({ ...epayco, CAUCE_EPAYCO_PRIVATE_KEY: 'private-key' })).toEqual([
      'CAUCE_EPAYCO_PRIVATE_KEY: must be 32 hexadecimal digits, which transfers are encrypted with',
    ]);
    const newer = { ...epayco, CAUCE_EPAYCO_TRANSACTION_SERVICE: 'newer' };
    expect(problemsOf(newer)).toEqual([]);
    expect(problemsOf({ ...newer, CAUCE_EPAYCO_PRIVATE_KEY: 'private-key' })).toEqual([
      'CAUCE_EPAYCO_PRIVATE_KEY: must have 32 characters, which the newer service encrypts with',
    ]);
  });

  it('takes whole pesos between the limits, and lists banks', () => {
    const [connector] = pseConnectors(readConfig(pseConfigSchema, mercadopago));
    expect(connector).toMatchObject({
      limits: {
        minimum: { minor: 160_000n },
        maximum: { minor: 2_000_000_000n },
        step: { minor: 100n },
      },
      listBanks: expect.any(Function),
    });
  });

  it.each([
    [
      'CAUCE_PSE_MERCADOPAGO_MAXIMUM_PESOS',
      '10',
      'CAUCE_PSE_MERCADOPAGO_MINIMUM_PESOS: must not be more than CAUCE_PSE_MERCADOPAGO_MAXIMUM_PESOS',
    ],
    [
      'CAUCE_POLL_SCHEDULE_SECONDS',
      'often',
      'CAUCE_POLL_SCHEDULE_SECONDS: must be seconds separated by commas, such as 120,600',
    ],
  ])('refuses %s=%s', (name, value, problem) => {
    expect(problemsOf({ ...mercadopago, [name]: value })).toEqual([problem]);
  });

  it('needs the secret of webhooks with a token', () => {
    expect(problemsOf({ CAUCE_MERCADOPAGO_ACCESS_TOKEN: 'TEST-1' })).toEqual([
      'CAUCE_MERCADOPAGO_WEBHOOK_SECRETS: is required with CAUCE_MERCADOPAGO_ACCESS_TOKEN',
    ]);
  });
});
