import type { Connector, Issued, IssueRequest, ProviderCall } from '@cauce/connector-kit';
import { epaycoRoute, type EpaycoRouteOptions } from './epayco-route.connector.js';
import { EpaycoClient } from './epayco.client.js';
import { toTransfer, toTransferBody } from './epayco-pse.mapping.js';

/** What the PSE rail adds to ePayco's protocol. */
export type EpaycoPseOptions = Omit<EpaycoRouteOptions, 'network'>;

/** A connector for bank transfers with PSE over ePayco. */
export function epaycoPseConnector(options: EpaycoPseOptions): Connector {
  const client = new EpaycoClient(options.endpoints);
  return {
    ...epaycoRoute({ ...options, network: 'pse' }, client),
    issue: (request, call) => issue(client, options, request, call),
    listBanks: (call) => client.listBanks(call),
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
