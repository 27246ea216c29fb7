import { PLUGINS } from '@cauce/cauce';
import type { Connector } from '@cauce/connector-kit';
import { wholeUnits } from '@cauce/money';

/** What a provider's keys could look like; each rail reads those that it knows. */
const ANY_KEYS = {
  CAUCE_EPAYCO_PUBLIC_KEY: 'any',
  CAUCE_EPAYCO_PRIVATE_KEY: '0'.repeat(32),
  CAUCE_EPAYCO_CUSTOMER_ID: '1',
  CAUCE_EPAYCO_P_KEY: 'any',
  CAUCE_EPAYCO_SETTLEMENTS_URL: 'https://files.example/',
  CAUCE_MERCADOPAGO_ACCESS_TOKEN: 'any',
  CAUCE_MERCADOPAGO_WEBHOOK_SECRETS: 'any',
  CAUCE_PAYVALIDA_DELETES_ORDERS: 'true',
  CAUCE_PAYU_API_LOGIN: 'any',
  CAUCE_PAYU_API_KEY: 'any',
  CAUCE_PAYU_MERCHANT_ID: '1',
  CAUCE_PAYU_ACCOUNT_ID: '1',
  CAUCE_PAYU_PAYER_ADDRESS: 'any|any|any|any|any',
  CAUCE_PSE_AVANZA_CLIENT_ID: 'any',
  CAUCE_PSE_AVANZA_CLIENT_SECRET: 'any',
  CAUCE_PSE_AVANZA_KEY: '00'.repeat(32),
  CAUCE_PSE_AVANZA_IV: '00'.repeat(12),
  CAUCE_PSE_AVANZA_ENTITY_CODE: 'any',
  CAUCE_PSE_AVANZA_SERVICE_CODE: 'any',
  CAUCE_PSE_AVANZA_ENTITY_NIT: '1',
  CAUCE_PSE_AVANZA_ENTITY_NAME: 'any',
  CAUCE_PSE_AVANZA_ENTITY_CIIU: '0000',
  CAUCE_PSE_AVANZA_PAYER_ADDRESS: 'any',
  CAUCE_PSE_RETURN_URL: 'https://shop.example/',
};

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

export const CONNECTOR_COLUMNS = [
  'rail',
  'route',
  'amounts, pesos',
  'life',
  'payer goes to',
  'callbacks',
  'voids',
  'bank list',
  'settlement file',
] as const;

/** A row for every route that the rails have with all keys and the defaults of everything else. */
export function connectorRows(): string[][] {
  const keys = PLUGINS.map(({ rail }) => payvalidaKeys(rail.toUpperCase()));
  const env = Object.assign({}, ANY_KEYS, ...keys) as Record<string, string>;
  const routes = PLUGINS.flatMap((plugin) => plugin.read(env).connectors);
  return routes.map(rowOf);
}

function rowOf(connector: Connector): string[] {
  const { rail, route, limits, expiry, trust } = connector;
  const { minimum, maximum } = limits;
  const toBank = connector.listBanks !== undefined;
  return [
    rail,
    `\`${route}\``,
    `${wholeUnits(minimum)}–${wholeUnits(maximum)}`,
    expiry.minimumMs === expiry.maximumMs
      ? lifeOf(expiry.maximumMs)
      : `${lifeOf(expiry.minimumMs)}–${lifeOf(expiry.maximumMs)}`,
    toBank ? 'a bank’s page' : 'a counter',
    connector.readCallback === undefined
      ? 'none: polled'
      : trust === 'signed'
        ? 'believed'
        : 'asked about',
    connector.cancel === undefined ? '' : 'yes',
    toBank ? 'yes' : '',
    connector.settlements?.format ?? '',
  ];
}

function lifeOf(ms: number): string {
  const hours = ms / HOUR_MS;
  if (hours < 1) return `${Math.round(hours * 60)} min`;
  return hours <= DAY_HOURS ? `${hours} h` : `${hours / DAY_HOURS} days`;
}

function payvalidaKeys(rail: string): Record<string, string> {
  const prefix = `CAUCE_${rail}_PAYVALIDA`;
  return {
    [`${prefix}_MERCHANT`]: 'any',
    [`${prefix}_FIXED_HASH`]: 'any',
    [`${prefix}_NOTIFICATION_HASH`]: 'any',
    [`${prefix}_METHOD`]: rail.toLowerCase(),
  };
}
