import {
  CallbackListener,
  rewritten,
  textIn,
  type Connector,
  type RouteUnderContract,
} from '@cauce/connector-kit';

/** An account that belongs to nobody. */
const KEYS = { merchant: 'kuanto', fixedHash: 'FIXED5f6e7d8c', notificationHash: 'NOTIF9b0a1f2e' };

/** Opens the address of a rail's notifications, and says with which account the provider is to know it. */
export async function payvalidaWorld(rail: string) {
  const listener = new CallbackListener([]);
  await listener.open();
  const { merchant, ...hashes } = KEYS;
  const notificationUrl = listener.urlOf(`${rail}.payvalida`);
  return { listener, account: { [merchant]: { ...hashes, notificationUrl } } };
}

/**
 * What the contract of connectors has to know of Payvalida's wire.
 *
 * @param connect makes the rail's route over Payvalida from variables
 */
export function payvalidaUnderContract(
  sandboxUrl: string,
  rail: string,
  connect: (env: Record<string, string>) => Connector,
): RouteUnderContract {
  const prefix = `CAUCE_${rail.toUpperCase()}_PAYVALIDA`;
  return {
    protocol: 'payvalida',
    hasLogIn: false,
    hasSearch: false,
    // An order takes what is due, once.
    payers: { payOtherAmounts: false, payTwice: false },
    // Descriptions have "no special characters"; names keep theirs.
    charsets: { description: 'ascii' },
    spellings: ['zeros', 'blanks', 'dashes'],
    received: (details) => ({
      name: textIn(details, 'payerName'),
      description: textIn(details, 'description'),
    }),
    secrets: [KEYS.fixedHash, KEYS.notificationHash],
    connect: (hasWrongKeys) =>
      connect({
        [`${prefix}_MERCHANT`]: KEYS.merchant,
        [`${prefix}_FIXED_HASH`]: hasWrongKeys ? 'another' : KEYS.fixedHash,
        [`${prefix}_NOTIFICATION_HASH`]: KEYS.notificationHash,
        [`${prefix}_METHOD`]: rail,
        CAUCE_PAYVALIDA_API_URL: `${sandboxUrl}/payvalida`,
        CAUCE_PAYVALIDA_DELETES_ORDERS: 'true',
      }),
    referenceOf: ({ body }) => {
      const parsed = JSON.parse(Buffer.from(body).toString('utf8')) as { po_id?: unknown };
      return String(parsed.po_id ?? '');
    },
    toUnknownState: (reply) => rewritten(reply, /("STATE":)"[A-Z]+"/, '$1"APARCADA"'),
    toAnotherReference: (reply) => rewritten(reply, /("(?:OrdenID|ORDER)":")\d/, '$10'),
    tamper: (callback) => {
      const text = Buffer.from(callback.body).toString('utf8');
      return { ...callback, body: Buffer.from(text.replace(/("po_id":")\d/, '$10')) };
    },
  };
}
