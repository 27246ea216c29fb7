import { ConfigError, readConfig } from '@cauce/config';
import { pseConfigSchema } from './pse.config.js';
import { pseConnectors } from './pse.connector.js';

const mercadopago = {
  CAUCE_MERCADOPAGO_ACCESS_TOKEN: 'TEST-1',
  CAUCE_MERCADOPAGO_WEBHOOK_SECRETS: 'secret',
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
    ['CAUCE_PSE_RETURN_URL', 'shop', 'CAUCE_PSE_RETURN_URL: must be the address of a page'],
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
