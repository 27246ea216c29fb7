import {
  clipExpiry,
  type Connector,
  type Issued,
  type IssueRequest,
  type ProviderCall,
} from '@cauce/connector-kit';
import {
  epaycoRoute,
  transactionService,
  type EpaycoRouteOptions,
} from './epayco-route.connector.js';
import { EpaycoClient } from './epayco.client.js';
import { toCashBody, toIssued, type VoucherText } from './epayco.mapping.js';
import { cashWay } from './epayco-transactions.ways.js';
import { issueTransaction } from './issue-transaction.js';
import { restpagosStatus, transactionStatus } from './read-status.js';

/** What a cash rail adds to ePayco's protocol. */
export interface EpaycoCashOptions extends EpaycoRouteOptions {
  /** What the payer reads, in both languages. */
  readonly textOf: VoucherText;
}

/** A connector for one cash network over ePayco, at the service that the account uses. */
export function epaycoCashConnector(options: EpaycoCashOptions): Connector {
  return options.service === 'newer' ? overTransactions(options) : overRestpagos(options);
}

function overRestpagos(options: EpaycoCashOptions): Connector {
  const client = new EpaycoClient(options.endpoints);
  return {
    ...epaycoRoute(options, restpagosStatus(client, options.account)),
    issue: (request, call) => issue(client, options, request, call),
  };
}

function overTransactions(options: EpaycoCashOptions): Connector {
  const service = transactionService(options);
  const way = cashWay(options.network, options.textOf);
  return {
    ...epaycoRoute(options, transactionStatus(service)),
    issue: (request, call) => issueTransaction(service, way, request, call),
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
