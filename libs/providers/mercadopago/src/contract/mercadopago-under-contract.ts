import { rewritten, textIn, type Connector, type RouteUnderContract } from '@cauce/connector-kit';

/** An account that belongs to nobody. */
export const MERCADOPAGO_ACCOUNT = {
  accessToken: 'TEST-5f6e7d8c9b0a1f2e3d4c',
  webhookSecret: 'whsecret-of-nobody',
  collectorId: 700_123_456,
} as const;

/** Variables of that account at a sandbox. */
export function mercadopagoAt(sandboxUrl: string): Record<string, string> {
  return {
    CAUCE_MERCADOPAGO_ACCESS_TOKEN: MERCADOPAGO_ACCOUNT.accessToken,
    CAUCE_MERCADOPAGO_WEBHOOK_SECRETS: MERCADOPAGO_ACCOUNT.webhookSecret,
    CAUCE_MERCADOPAGO_COLLECTOR_ID: String(MERCADOPAGO_ACCOUNT.collectorId),
    CAUCE_MERCADOPAGO_API_URL: `${sandboxUrl}/mercadopago`,
    CAUCE_MERCADOPAGO_TEST: 'true',
  };
}

/**
 * What the contract of connectors has to know of Mercado Pago's wire.
 *
 * @param connect makes the rail's route over Mercado Pago from variables
 */
export function mercadopagoUnderContract(
  sandboxUrl: string,
  connect: (env: Record<string, string>) => Connector,
): RouteUnderContract {
  const { accessToken, webhookSecret } = MERCADOPAGO_ACCOUNT;
  return {
    protocol: 'mercadopago',
    hasLogIn: false,
    spellings: ['zeros', 'blanks', 'dashes'],
    received: (details) => ({
      name: textIn(details, 'firstName', 'lastName'),
      description: textIn(details, 'description'),
    }),
    secrets: [accessToken, webhookSecret],
    connect: (hasWrongKeys) =>
      connect({
        ...mercadopagoAt(sandboxUrl),
        ...(hasWrongKeys && { CAUCE_MERCADOPAGO_ACCESS_TOKEN: 'TEST-another' }),
      }),
    // Neither query nor body names it: it stands behind the address that we gave.
    referenceOf: ({ suffix }) => suffix,
    toUnknownState: (reply) => rewritten(reply, /("status":)"[a-z_]+"/, '$1"parked"'),
    toAnotherReference: (reply) => rewritten(reply, /("external_reference":")\d/, '$10'),
    tamper: (callback) => ({
      ...callback,
      query: callback.query.replace(/(data\.id=)\d/, (_, name: string) => `${name}1`),
    }),
  };
}
