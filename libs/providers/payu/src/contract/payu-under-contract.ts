import { rewritten, textIn, type Connector, type RouteUnderContract } from '@cauce/connector-kit';

/** The account that PayU publishes for its own sandbox. */
export const PAYU_ACCOUNT = {
  merchantId: '508029',
  accountId: '512321',
  apiLogin: 'pRRXKOl8ikMmt9u',
  apiKey: '4Vj8eK4rloUd272L48hsrarnUA',
} as const;

/** Variables of that account at a sandbox. */
export function payuAt(sandboxUrl: string): Record<string, string> {
  return {
    CAUCE_PAYU_API_LOGIN: PAYU_ACCOUNT.apiLogin,
    CAUCE_PAYU_API_KEY: PAYU_ACCOUNT.apiKey,
    CAUCE_PAYU_MERCHANT_ID: PAYU_ACCOUNT.merchantId,
    CAUCE_PAYU_ACCOUNT_ID: PAYU_ACCOUNT.accountId,
    CAUCE_PAYU_PAYER_ADDRESS: 'Calle 72 # 10-07|Bogotá|Bogotá D.C.|110231|6017563126',
    CAUCE_PAYU_API_URL: `${sandboxUrl}/payu`,
    CAUCE_PAYU_TEST: 'true',
  };
}

/**
 * What the contract of connectors has to know of PayU's wire.
 *
 * @param connect makes the rail's route over PayU from variables
 */
export function payuUnderContract(
  sandboxUrl: string,
  connect: (env: Record<string, string>) => Connector,
): RouteUnderContract {
  const { apiLogin, apiKey } = PAYU_ACCOUNT;
  return {
    protocol: 'payu',
    hasLogIn: false,
    hasSearch: false,
    spellings: ['zeros', 'blanks', 'dashes'],
    received: (details) => ({
      name: textIn(details, 'fullName'),
      description: textIn(details, 'description'),
    }),
    secrets: [apiLogin, apiKey],
    connect: (hasWrongKeys) =>
      connect({ ...payuAt(sandboxUrl), ...(hasWrongKeys && { CAUCE_PAYU_API_KEY: 'another' }) }),
    referenceOf: ({ body }) =>
      new URLSearchParams(Buffer.from(body).toString('utf8')).get('reference_sale') ?? '',
    toUnknownState: (reply) => rewritten(reply, /("state":")[A-Z]+"/, '$1"PARKED"'),
    toAnotherReference: (reply) => rewritten(reply, /("REFERENCE":\d+)/, '$19'),
    tamper: (callback) => {
      const text = Buffer.from(callback.body).toString('utf8');
      return { ...callback, body: Buffer.from(text.replace(/(reference_sale=)\d/, '$10')) };
    },
  };
}
