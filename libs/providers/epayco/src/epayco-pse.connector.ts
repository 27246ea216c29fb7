import type { Connector, Issued, IssueRequest, ProviderCall } from '@cauce/connector-kit';
import {
  epaycoRoute,
  transactionService,
  type EpaycoRouteOptions,
} from './epayco-route.connector.js';
import { EpaycoClient } from './epayco.client.js';
import { toTransfer, toTransferBody } from './epayco-pse.mapping.js';
import { pseWay } from './epayco-transactions.ways.js';
import { issueTransaction } from './issue-transaction.js';
import { restpagosStatus, transactionStatus } from './read-status.js';

/** What the PSE rail adds to ePayco's protocol. */
export type EpaycoPseOptions = Omit<EpaycoRouteOptions, 'network'>;

/** A connector for bank transfers with PSE over ePayco, at the service that the account uses. */
export function epaycoPseConnector(options: EpaycoPseOptions): Connector {
  const route = { ...options, network: 'pse' };
  return options.service === 'newer' ? overTransactions(route) : overRestpagos(route);
}

function overRestpagos(options: EpaycoRouteOptions): Connector {
  const client = new EpaycoClient(options.endpoints);
  return {
    ...epaycoRoute(options, restpagosStatus(client, options.account)),
    issue: (request, call) => issue(client, options, request, call),
    listBanks: (call) => client.listBanks(call),
  };
}

function overTransactions(options: EpaycoRouteOptions): Connector {
  const service = transactionService(options);
  const way = pseWay(options.expiry);
  return {
    ...epaycoRoute(options, transactionStatus(service)),
    issue: (request, call) => issueTransaction(service, way, request, call),
    listBanks: (call) => service.client.listBanks(call),
  };
}

async function issue(
  client: EpaycoClient,
  { account, endpoints, expiry }: EpaycoPseOptions,
  request: IssueRequest,
  call: ProviderCall,
): Promise<Issued> {
  const body = toTransferBody(request, account, endpoints.privateKey);
  const data = await client.createTransfer(request.reference, body, call);
  return toTransfer(data, request, expiry, call.now());
}
