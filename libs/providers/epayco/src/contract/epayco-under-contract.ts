import { rewritten, textIn, type Connector, type RouteUnderContract } from '@cauce/connector-kit';

/** An account that belongs to nobody. */
export const EPAYCO_ACCOUNT = {
  publicKey: '0d6a1c1f5e3b4a6f9c8d7e6f5a4b3c2d',
  privateKey: '268c8e0162990cf2ce97fa7ade2eff5a',
  customerId: '12345',
  pKey: '7f6e5d4c3b2a19080f1e2d3c4b5a6978',
} as const;

/** Variables of that account at a sandbox. */
export function epaycoAt(sandboxUrl: string): Record<string, string> {
  return {
    CAUCE_EPAYCO_PUBLIC_KEY: EPAYCO_ACCOUNT.publicKey,
    CAUCE_EPAYCO_PRIVATE_KEY: EPAYCO_ACCOUNT.privateKey,
    CAUCE_EPAYCO_CUSTOMER_ID: EPAYCO_ACCOUNT.customerId,
    CAUCE_EPAYCO_P_KEY: EPAYCO_ACCOUNT.pKey,
    CAUCE_EPAYCO_API_URL: `${sandboxUrl}/epayco`,
    CAUCE_EPAYCO_SECURE_URL: `${sandboxUrl}/epayco/`,
    CAUCE_EPAYCO_APIFY_URL: `${sandboxUrl}/epayco`,
    CAUCE_EPAYCO_TRANSACTIONS_URL: `${sandboxUrl}/epayco`,
    CAUCE_EPAYCO_TRANSACTIONS_LOGIN_URL: `${sandboxUrl}/epayco`,
    CAUCE_EPAYCO_SETTLEMENTS_URL: `${sandboxUrl}/epayco/settlements`,
    CAUCE_EPAYCO_TEST: 'true',
  };
}

/**
 * What the contract of connectors has to know of ePayco's wire.
 *
 * @param connect makes the rail's route over ePayco from variables
 */
export function epaycoUnderContract(
  sandboxUrl: string,
  connect: (env: Record<string, string>) => Connector,
): RouteUnderContract {
  const { publicKey, privateKey, pKey } = EPAYCO_ACCOUNT;
  return {
    protocol: 'epayco',
    hasLogIn: true,
    spellings: ['zeros', 'blanks', 'dashes'],
    received: (details) => ({
      name: textIn(details, 'nombres', 'apellidos'),
      description: textIn(details, 'descripcion'),
    }),
    secrets: [privateKey, publicKey, pKey],
    connect: (hasWrongKeys) =>
      connect({
        ...epaycoAt(sandboxUrl),
        ...(hasWrongKeys && { CAUCE_EPAYCO_PRIVATE_KEY: 'f'.repeat(32) }),
      }),
    referenceOf: ({ body, query }) => {
      const text = body.length > 0 ? Buffer.from(body).toString('utf8') : query;
      return new URLSearchParams(text).get('x_id_invoice') ?? '';
    },
    toUnknownState: (reply) => rewritten(reply, /("x_cod_transaction_state":)\d+/, '$15'),
    toAnotherReference: (reply) => rewritten(reply, /("factura":")\d/, '$10'),
    tamper: (callback) => {
      const text = Buffer.from(callback.body).toString('utf8');
      return { ...callback, body: Buffer.from(text.replace(/(x_amount=)\d/, '$19')) };
    },
  };
}

/** The same with its payments at the newer service, which has words for states and another name for a bill. */
export function epaycoNewerUnderContract(
  sandboxUrl: string,
  connect: (env: Record<string, string>) => Connector,
): RouteUnderContract {
  const newer = { CAUCE_EPAYCO_TRANSACTION_SERVICE: 'newer' };
  return {
    ...epaycoUnderContract(sandboxUrl, (env) => connect({ ...env, ...newer })),
    toUnknownState: (reply) => rewritten(reply, /("status":)"[^"]+"/, '$1"Aparcada"'),
    toAnotherReference: (reply) => rewritten(reply, /("invoice":")\d/, '$10'),
  };
}
