import { DAY_KINDS, type OpeningTimes } from '@cauce/calendar';
import { PLUGINS } from '@cauce/cauce';
import type { Connector } from '@cauce/connector-kit';
import { wholeUnits } from '@cauce/money';

/** A name or a key as any may be, long enough for those that have a least length. */
const ANY = 'any-name';

/** What a provider's keys could look like; each rail reads those that it knows. */
const ANY_KEYS = {
  CAUCE_EPAYCO_PUBLIC_KEY: 'any',
  CAUCE_EPAYCO_PRIVATE_KEY: '0'.repeat(32),
  CAUCE_EPAYCO_CUSTOMER_ID: '1',
  CAUCE_EPAYCO_P_KEY: 'any',
  CAUCE_EPAYCO_SETTLEMENTS_URL: 'https://files.example/',
  CAUCE_MERCADOPAGO_ACCESS_TOKEN: 'any',
  CAUCE_MERCADOPAGO_WEBHOOK_SECRETS: 'any',
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
  'tills ask us',
  'voids',
  'bank list',
  'settlement file',
] as const;

type Environment = Readonly<Record<string, string>>;

/** Settings that make other routes of the same accounts; limits and lives that are set as such are not among them. */
const SPECIAL_SETTINGS: readonly Environment[] = [
  { CAUCE_EPAYCO_TRANSACTION_SERVICE: 'newer' },
  { CAUCE_PAYVALIDA_DELETES_ORDERS: 'true' },
  ...PLUGINS.map(({ rail }) => networkKeys(rail.toUpperCase())),
];

/** A row for every route that the rails have with all keys and the defaults of everything else. */
export function connectorRows(): string[][] {
  return rowsWith({});
}

export const SETTING_COLUMNS = ['setting', 'route', 'what becomes of it'] as const;

/** A row for every route that a special setting changes, with the columns that change. */
export function settingRows(): string[][] {
  const usual = new Map(rowsWith({}).map((row) => [row[ROUTE_COLUMN], row]));
  return SPECIAL_SETTINGS.flatMap((settings) =>
    rowsWith(settings).flatMap((row) => {
      const route = row[ROUTE_COLUMN] ?? '';
      const changes = changesOf(usual.get(route) ?? [], row);
      return changes === '' ? [] : [[namesOf(settings), route, changes]];
    }),
  );
}

export const TERMS_COLUMNS = [
  'route',
  'from',
  'counters are open',
  'issues while closed',
  'source',
] as const;

/** A row for every entry of terms that a rail comes with. */
export function termsRows(): string[][] {
  const entries = PLUGINS.flatMap((plugin) => plugin.read({}).settings.terms);
  return entries.map(({ route, from, hours, sellsWhenClosed, source }) => [
    `\`${route}\``,
    from,
    hours === undefined
      ? ''
      : DAY_KINDS.map((kind) => `${kind} ${timesOf(hours[kind])}`).join(', '),
    sellsWhenClosed ? 'yes' : 'no',
    source,
  ]);
}

function timesOf(times: OpeningTimes | null): string {
  return times === null ? 'closed' : `${times.opens}–${times.closes}`;
}

const ROUTE_COLUMN = CONNECTOR_COLUMNS.indexOf('route');

function changesOf(before: readonly string[], after: readonly string[]): string {
  const changed = CONNECTOR_COLUMNS.flatMap((column, index) =>
    before[index] === after[index] ? [] : [`${column}: ${after[index] || 'no'}`],
  );
  return changed.join('; ');
}

/** Settings as an operator writes them; where the value is a name or a key, the name of the setting alone. */
function namesOf(settings: Environment): string {
  const names = Object.entries(settings).map(([name, value]) =>
    value === ANY ? `\`${name}\`` : `\`${name}=${value}\``,
  );
  return names.join(' and ');
}

function rowsWith(settings: Environment): string[][] {
  const keys = PLUGINS.map(({ rail }) => payvalidaKeys(rail.toUpperCase()));
  const env = Object.assign({}, ANY_KEYS, ...keys, settings) as Record<string, string>;
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
    connector.tills === undefined ? '' : 'yes',
    connector.cancel === undefined && connector.tills === undefined ? '' : 'yes',
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

/** What makes the tills of a rail's network ask us. */
function networkKeys(rail: string): Environment {
  const prefix = `CAUCE_${rail}_PAYVALIDA_NETWORK`;
  return { [prefix]: ANY, [`${prefix}_HASH`]: ANY };
}
