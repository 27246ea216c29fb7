import { z } from 'zod';
import { PAYU_KEYS, payuOptions, payuPseOptions, payuVariables } from './payu.config.js';

const schema = z.object(payuVariables);
const account = {
  CAUCE_PAYU_API_LOGIN: 'pRRXKOl8ikMmt9u',
  CAUCE_PAYU_API_KEY: '4Vj8eK4rloUd272L48hsrarnUA',
  CAUCE_PAYU_MERCHANT_ID: '508029',
  CAUCE_PAYU_ACCOUNT_ID: '512321',
  CAUCE_PAYU_PAYER_ADDRESS: 'Cr 23 # 53-50 | Bogotá | Bogotá D.C. | 110111 | 6017563126',
};

describe('configuration of PayU', () => {
  it.each(PAYU_KEYS)('is nothing without %s', (key) => {
    const variables = schema.parse({ ...account, [key]: undefined });
    expect(payuOptions(variables, 86_400)).toBeNull();
    expect(payuPseOptions(variables)).toBeNull();
  });

  it('lets a voucher live as the rail says, within what PayU takes', () => {
    expect(payuOptions(schema.parse(account), 3 * 86_400)).toMatchObject({
      expiry: { minimumMs: 86_400_000, maximumMs: 604_800_000, defaultMs: 259_200_000 },
      issueTimeoutMs: 30_000,
      visibilityHorizonMs: 300_000,
      endpoints: { apiUrl: 'https://api.payulatam.com', apiLogin: 'pRRXKOl8ikMmt9u' },
      account: { merchantId: '508029', accountId: '512321', hash: 'md5', isTest: false },
    });
  });

  it('gives a transfer the same life whatever is wished', () => {
    const variables = schema.parse({ ...account, CAUCE_PAYU_TRANSFER_SECONDS: '600' });
    expect(payuPseOptions(variables)?.expiry).toEqual({
      minimumMs: 600_000,
      maximumMs: 600_000,
      defaultMs: 600_000,
    });
  });

  it('reads an address of five parts', () => {
    expect(payuOptions(schema.parse(account), 86_400)?.account.address).toEqual({
      street1: 'Cr 23 # 53-50',
      city: 'Bogotá',
      state: 'Bogotá D.C.',
      postalCode: '110111',
      phone: '6017563126',
    });
  });

  it.each([
    ['CAUCE_PAYU_PAYER_ADDRESS', 'Cr 23 # 53-50|Bogotá'],
    ['CAUCE_PAYU_PAYER_ADDRESS', 'Cr 23 # 53-50||Bogotá D.C.|110111|6017563126'],
    ['CAUCE_PAYU_MERCHANT_ID', 'shop'],
    ['CAUCE_PAYU_HASH', 'md4'],
    ['CAUCE_PAYU_API_URL', 'http://api.payulatam.com'],
  ])('refuses %s=%s', (name, value) => {
    expect(schema.safeParse({ ...account, [name]: value }).error?.issues).toMatchObject([
      { path: [name] },
    ]);
  });
});
