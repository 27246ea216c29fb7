import {
  clipExpiry,
  ConnectorError,
  type Connector,
  type Issued,
  type IssueRequest,
  type ProviderCall,
  type ProviderTransaction,
  type StatusAnswer,
  type StatusQuery,
} from '@cauce/connector-kit';
import { readConfirmation } from './epayco.callback.js';
import { EpaycoClient, type EpaycoEndpoints } from './epayco.client.js';
import {
  isOurs,
  toCashBody,
  toIssued,
  toTransaction,
  type EpaycoAccount,
  type VoucherText,
} from './epayco.mapping.js';
import { EPAYCO_PRIVATE_FIELDS } from './epayco.private-fields.js';
import { readSettlement, SETTLEMENT_FORMAT } from './epayco.settlement.js';

/** What a rail adds to ePayco's protocol. */
export interface EpaycoCashOptions extends Pick<
  Connector,
  'rail' | 'limits' | 'expiry' | 'visibilityHorizonMs' | 'issueTimeoutMs'
> {
  /** Name of the cash network in ePayco's path: `efecty`. */
  readonly network: string;
  readonly endpoints: EpaycoEndpoints;
  readonly account: EpaycoAccount;
  /** `P_KEY` of the dashboard, which signs confirmations. */
  readonly pKey: string;
  /** What the payer reads, in both languages. */
  readonly textOf: VoucherText;
}

/** A connector for one cash network over ePayco. */
export function epaycoCashConnector(options: EpaycoCashOptions): Connector {
  const settlementsUrl = `${options.endpoints.settlementsUrl}/${options.network}`;
  const client = new EpaycoClient({ ...options.endpoints, settlementsUrl });
  const { rail, limits, expiry, visibilityHorizonMs, issueTimeoutMs, account, pKey } = options;
  const { customerId } = account;
  return {
    route: `${rail}.epayco`,
    rail,
    protocol: 'epayco',
    limits,
    expiry,
    visibilityHorizonMs,
    issueTimeoutMs,
    trust: 'requery',
    privateFields: EPAYCO_PRIVATE_FIELDS,
    issue: (request, call) => issue(client, options, request, call),
    readStatus: (query, call) => readStatus(client, account, query, call),
    readCallback: (callback) => readConfirmation(callback, { customerId, pKey }),
    settlements: {
      format: SETTLEMENT_FORMAT,
      list: async (day, call) =>
        (await client.listSettlements(day, call)).map(({ name, sha256 }) => ({
          name,
          sha256: sha256 ?? null,
        })),
      fetch: (day, name, call) => client.fetchSettlement(day, name, call),
      read: readSettlement,
    },
  };
}

async function issue(
  client: EpaycoClient,
  { network, account, expiry, textOf }: EpaycoCashOptions,
  request: IssueRequest,
  call: ProviderCall,
): Promise<Issued> {
  const expiresAt = clipExpiry(request.expiresAt, expiry, call.now());
  const body = toCashBody({ ...request, expiresAt }, account);
  return toIssued(await client.createCash(network, body, call), request, textOf);
}

/** The status is always read transaction by transaction: a search only says which there are. */
async function readStatus(
  client: EpaycoClient,
  account: EpaycoAccount,
  query: StatusQuery,
  call: ProviderCall,
): Promise<StatusAnswer> {
  const { reference, providerTransactionIds, scope } = query;
  const found = scope === 'reference' ? await client.search(reference, call) : [];
  const transactions: ProviderTransaction[] = [];
  for (const id of new Set([...providerTransactionIds, ...found])) {
    const data = await client.readTransaction(id, call);
    if (data !== null && isOurs(data, account)) transactions.push(toTransaction(data));
    if (data === null && scope === 'reference') {
      throw new ConnectorError(
        'malformed_reply',
        'ePayco named a transaction and does not have it',
      );
    }
  }
  const isAnother = (one: ProviderTransaction) => one.reference !== reference;
  if (scope === 'reference' && transactions.some(isAnother)) {
    throw new ConnectorError('wrong_reference', 'ePayco found a transaction of another factura');
  }
  return transactions.length === 0 ? { kind: 'absent' } : { kind: 'found', transactions };
}
