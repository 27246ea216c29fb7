import type { Connector } from '@cauce/connector-kit';
import { readConfirmation } from './epayco.callback.js';
import { EpaycoClient, type EpaycoEndpoints } from './epayco.client.js';
import type { EpaycoAccount } from './epayco.mapping.js';
import { EPAYCO_PRIVATE_FIELDS } from './epayco.private-fields.js';
import { readSettlement, SETTLEMENT_FORMAT } from './epayco.settlement.js';
import {
  EpaycoTransactionsClient,
  type EpaycoTransactionsEndpoints,
} from './epayco-transactions.client.js';
import type { TransactionService } from './issue-transaction.js';
import { readStatus, type StatusSource } from './read-status.js';

/** The services that an account's payments can be made at; see the README for what each is asked. */
export const EPAYCO_SERVICES = ['classic', 'newer'] as const;

export type EpaycoService = (typeof EPAYCO_SERVICES)[number];

/** What every rail adds to ePayco's protocol. */
export interface EpaycoRouteOptions extends Pick<
  Connector,
  'rail' | 'limits' | 'expiry' | 'visibilityHorizonMs' | 'issueTimeoutMs'
> {
  /** Name of the network in ePayco's paths and the drop box: `efecty`, `pse`. */
  readonly network: string;
  readonly service: EpaycoService;
  readonly endpoints: EpaycoEndpoints & EpaycoTransactionsEndpoints;
  readonly account: EpaycoAccount;
  /** `P_KEY` of the dashboard, which signs confirmations. */
  readonly pKey: string;
}

/** The newer service as an account has it; a search by our reference it has not. */
export function transactionService({
  endpoints,
  account,
}: Pick<EpaycoRouteOptions, 'endpoints' | 'account'>): TransactionService {
  return {
    client: new EpaycoTransactionsClient(endpoints),
    finder: new EpaycoClient(endpoints),
    account,
    privateKey: endpoints.privateKey,
  };
}

/** What cash and transfers have in common: queries, confirmations and settlement files. */
export function epaycoRoute(
  options: EpaycoRouteOptions,
  source: StatusSource,
): Omit<Connector, 'issue'> {
  const { rail, limits, expiry, visibilityHorizonMs, issueTimeoutMs, account, pKey } = options;
  const { customerId } = account;
  const settlementsUrl = `${options.endpoints.settlementsUrl}/${options.network}`;
  const files = new EpaycoClient({ ...options.endpoints, settlementsUrl });
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
    readStatus: (query, call) => readStatus(source, query, call),
    readCallback: (callback) => readConfirmation(callback, { customerId, pKey }),
    settlements: {
      format: SETTLEMENT_FORMAT,
      list: async (day, call) =>
        (await files.listSettlements(day, call)).map(({ name, sha256 }) => ({
          name,
          sha256: sha256 ?? null,
        })),
      fetch: (day, name, call) => files.fetchSettlement(day, name, call),
      read: readSettlement,
    },
  };
}
