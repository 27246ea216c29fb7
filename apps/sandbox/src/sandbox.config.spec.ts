import { readSandboxConfig } from './sandbox.config.js';

const keys = {
  CAUCE_EPAYCO_PUBLIC_KEY: 'public-key',
  CAUCE_EPAYCO_PRIVATE_KEY: 'private-key',
  CAUCE_EPAYCO_CUSTOMER_ID: '12345',
  CAUCE_EPAYCO_P_KEY: 'dashboard-key',
};

function problems(environment: Record<string, string | undefined>) {
  const config = readSandboxConfig({ ...keys, ...environment });
  return config.ok ? [] : config.problems;
}

describe('configuration of a sandbox that runs alone', () => {
  it('needs the keys alone, and stays on this machine', () => {
    expect(readSandboxConfig(keys)).toEqual({
      ok: true,
      options: {
        host: '127.0.0.1',
        port: 8090,
        dataDir: '.cauce',
        epayco: {
          publicKey: 'public-key',
          privateKey: 'private-key',
          customerId: '12345',
          pKey: 'dashboard-key',
        },
        expiry: {},
      },
    });
  });

  it('takes an empty variable as one that is not there', () => {
    expect(problems({ CAUCE_HOST: '', CAUCE_SANDBOX_PORT: '' })).toEqual([]);
  });

  it('takes bounds of expiry in seconds', () => {
    const config = readSandboxConfig({ ...keys, CAUCE_SANDBOX_MINIMUM_EXPIRY_SECONDS: '1' });
    expect(config).toMatchObject({ options: { expiry: { minimumMs: 1_000 } } });
  });

  it('names every wrong variable at once', () => {
    const wrong = { CAUCE_SANDBOX_PORT: 'eighty', CAUCE_SANDBOX_MAXIMUM_EXPIRY_SECONDS: 'never' };
    const config = readSandboxConfig(wrong);
    expect(config.ok ? [] : config.problems.map((one) => one.split(':')[0])).toEqual([
      'CAUCE_SANDBOX_PORT',
      'CAUCE_EPAYCO_PUBLIC_KEY',
      'CAUCE_EPAYCO_PRIVATE_KEY',
      'CAUCE_EPAYCO_CUSTOMER_ID',
      'CAUCE_EPAYCO_P_KEY',
      'CAUCE_SANDBOX_MAXIMUM_EXPIRY_SECONDS',
    ]);
  });

  it.each([
    ['CAUCE_DEMO_API_KEY', 'cauce_live_abc'],
    ['CAUCE_EPAYCO_PRIVATE_KEY', 'cauce_live_abcdef'],
    ['CAUCE_MERCADOPAGO_ACCESS_TOKEN', 'cauce_live_abcdef'],
    ['CAUCE_MERCADOPAGO_WEBHOOK_SECRETS', 'cauce_live_abcdef'],
    ['CAUCE_EPAYCO_LIVE', 'true'],
    ['CAUCE_EPAYCO_LIVE', 'TRUE'],
    ['CAUCE_EPAYCO_LIVE', '1'],
  ])('refuses to start beside something live: %s=%s', (name, value) => {
    expect(problems({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name}:`))]);
  });

  const mercadopago = {
    CAUCE_MERCADOPAGO_ACCESS_TOKEN: 'TEST-access-token',
    CAUCE_MERCADOPAGO_WEBHOOK_SECRETS: 'first-secret,second-secret',
  };

  it('pretends Mercado Pago with a token and the first of its secrets', () => {
    expect(readSandboxConfig({ ...keys, ...mercadopago })).toMatchObject({
      options: {
        mercadopago: {
          accessToken: 'TEST-access-token',
          webhookSecret: 'first-secret',
          collectorId: 700_123_456,
        },
      },
    });
  });

  it.each(Object.keys(mercadopago))('pretends no Mercado Pago without %s', (name) => {
    const config = readSandboxConfig({ ...keys, ...mercadopago, [name]: '' });
    expect(config.ok && config.options.mercadopago).toBeUndefined();
  });

  it.each([
    ['CAUCE_MERCADOPAGO_ACCESS_TOKEN', 'short'],
    ['CAUCE_MERCADOPAGO_WEBHOOK_SECRETS', 'short'],
    ['CAUCE_MERCADOPAGO_COLLECTOR_ID', 'mine'],
  ])('refuses %s=%s', (name, value) => {
    expect(problems({ ...mercadopago, [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${name}:`)),
    ]);
  });

  it('never prints a key', () => {
    expect(problems({ CAUCE_EPAYCO_P_KEY: 'cauce_live_secret' }).join()).not.toContain('secret');
  });

  it.each(['cauce_test_abc', 'abc'])('starts beside a test key: %s', (value) => {
    expect(problems({ CAUCE_DEMO_API_KEY: value, CAUCE_EPAYCO_LIVE: 'false' })).toEqual([]);
  });
});
