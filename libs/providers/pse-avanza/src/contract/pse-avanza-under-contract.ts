import {
  textIn,
  type Connector,
  type ProviderReply,
  type RouteUnderContract,
} from '@cauce/connector-kit';
import { openText, sealText } from './sealed-text.js';

/** A message on its way, wherever it stands. */
const ENVELOPE = /[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+/g;

/** An entity that there is not. */
export const PSE_AVANZA_ACCOUNT = {
  clientId: 'client-7f6e5d4c',
  clientSecret: 's3cret-268c8e01',
  key: '30313233343536373839616263646566'.repeat(2),
  iv: '000102030405060708090a0b',
  entityCode: '9012345678',
  serviceCode: '001',
} as const;

/** Variables of that account at a sandbox. */
export function pseAvanzaAt(sandboxUrl: string): Record<string, string> {
  const account = PSE_AVANZA_ACCOUNT;
  return {
    CAUCE_PSE_AVANZA_CLIENT_ID: account.clientId,
    CAUCE_PSE_AVANZA_CLIENT_SECRET: account.clientSecret,
    CAUCE_PSE_AVANZA_KEY: account.key,
    CAUCE_PSE_AVANZA_IV: account.iv,
    CAUCE_PSE_AVANZA_ENTITY_CODE: account.entityCode,
    CAUCE_PSE_AVANZA_SERVICE_CODE: account.serviceCode,
    CAUCE_PSE_AVANZA_ENTITY_NIT: '9012345678',
    CAUCE_PSE_AVANZA_ENTITY_NAME: 'Cauce S.A.S.',
    CAUCE_PSE_AVANZA_ENTITY_CIIU: '6499',
    CAUCE_PSE_AVANZA_PAYER_ADDRESS: 'Calle 72 # 10-07',
    CAUCE_PSE_AVANZA_API_URL: `${sandboxUrl}/pse_avanza`,
  };
}

/**
 * What the contract of connectors has to know of PSE's wire.
 *
 * @param connect makes the rail's route to PSE from variables
 */
export function pseAvanzaUnderContract(
  sandboxUrl: string,
  connect: (env: Record<string, string>) => Connector,
): RouteUnderContract {
  const { clientSecret, key, iv } = PSE_AVANZA_ACCOUNT;
  const keys = { key: Buffer.from(key, 'hex'), iv: Buffer.from(iv, 'hex') };
  const resealed = (reply: ProviderReply, pattern: RegExp, replacement: string): ProviderReply => {
    const text = Buffer.from(reply.body).toString('utf8');
    const message = openText(text, keys);
    if (message === text) return reply;
    return { ...reply, body: Buffer.from(sealText(message.replace(pattern, replacement), keys)) };
  };
  return {
    protocol: 'pse_avanza',
    hasLogIn: true,
    // It is asked by the code that it gave out, and by nothing else.
    hasSearch: false,
    findsLost: false,
    namesReference: false,
    spellings: ['zeros', 'blanks', 'dashes'],
    received: (details) => ({
      name: textIn(details, 'fullName'),
      description: textIn(details, 'description'),
    }),
    secrets: [clientSecret, key],
    opened: (text) => text.replace(ENVELOPE, (one) => openText(one, keys)),
    connect: (hasWrongKeys) =>
      connect({
        ...pseAvanzaAt(sandboxUrl),
        ...(hasWrongKeys && { CAUCE_PSE_AVANZA_CLIENT_SECRET: 'another' }),
      }),
    referenceOf: () => '',
    rewrite: resealed,
    toUnknownState: (reply) => resealed(reply, /("transactionState":")[A-Z_]+"/, '$1PARKED"'),
    toAnotherReference: (reply) => resealed(reply, /("referenceNumber1":")\d/, '$10'),
    tamper: (callback) => callback,
  };
}
