import { z } from 'zod';
import { PSE_AVANZA_KEYS, pseAvanzaOptions, pseAvanzaVariables } from './pse-avanza.config.js';
import { pseAvanzaConnector } from './pse-avanza.connector.js';
import { OPTIONS } from './fixtures/pretend-ach.js';

const schema = z.object(pseAvanzaVariables);
const account = {
  CAUCE_PSE_AVANZA_CLIENT_ID: 'client-7f6e5d4c',
  CAUCE_PSE_AVANZA_CLIENT_SECRET: 's3cret-268c8e01',
  CAUCE_PSE_AVANZA_KEY: '30313233343536373839616263646566'.repeat(2),
  CAUCE_PSE_AVANZA_IV: '000102030405060708090a0b',
  CAUCE_PSE_AVANZA_ENTITY_CODE: '9012345678',
  CAUCE_PSE_AVANZA_SERVICE_CODE: '001',
  CAUCE_PSE_AVANZA_ENTITY_NIT: '9012345678',
  CAUCE_PSE_AVANZA_ENTITY_NAME: 'Cauce S.A.S.',
  CAUCE_PSE_AVANZA_ENTITY_CIIU: '6499',
  CAUCE_PSE_AVANZA_PAYER_ADDRESS: 'Calle 1 # 2-3',
};

describe('configuration of PSE Avanza', () => {
  it.each(PSE_AVANZA_KEYS)('is nothing without %s', (key) => {
    expect(pseAvanzaOptions(schema.parse({ ...account, [key]: undefined }))).toBeNull();
  });

  it('makes a connector, which asks when ACH wants it to', () => {
    const options = pseAvanzaOptions(schema.parse(account));
    expect(options).toMatchObject({
      expiry: OPTIONS.expiry,
      visibilityHorizonMs: OPTIONS.visibilityHorizonMs,
      statusMethod: OPTIONS.statusMethod,
      account: OPTIONS.account,
      endpoint: { baseUrl: 'https://apiprd.pse.com.co' },
    });
    const connector = options && pseAvanzaConnector({ ...OPTIONS, ...options });
    expect(connector?.pollScheduleMs?.[0]).toBe(7 * 60_000);
  });

  it.each([
    ['CAUCE_PSE_AVANZA_KEY', '00ff', 'must have 32 bytes'],
    ['CAUCE_PSE_AVANZA_KEY', 'secret', 'must be hexadecimal'],
    ['CAUCE_PSE_AVANZA_IV', '00'.repeat(13), 'must have 12 or 16 bytes'],
    ['CAUCE_PSE_AVANZA_ENTITY_NIT', '901.234.567-8', 'must be digits alone'],
    ['CAUCE_PSE_AVANZA_ENTITY_CIIU', '64', 'must be four digits'],
    ['CAUCE_PSE_AVANZA_PAYER_PHONE', '+573001112233', 'must be ten digits'],
  ])('refuses %s=%s', (name, value, message) => {
    const { error } = schema.safeParse({ ...account, [name]: value });
    expect(error?.issues).toMatchObject([{ path: [name], message }]);
  });
});
