import {
  clipExpiry,
  type Connector,
  type Issued,
  type IssueRequest,
  type ProviderCall,
} from '@cauce/connector-kit';
import { epaycoRoute, type EpaycoRouteOptions } from './epayco-route.connector.js';
import { EpaycoClient } from './epayco.client.js';
import { toCashBody, toIssued, type VoucherText } from './epayco.mapping.js';

/** What a cash rail adds to ePayco's protocol. */
export interface EpaycoCashOptions extends EpaycoRouteOptions {
  /** What the payer reads, in both languages. */
  readonly textOf: VoucherText;
}

/** A connector for one cash network over ePayco. */
export function epaycoCashConnector(options: EpaycoCashOptions): Connector {
  const client = new EpaycoClient(options.endpoints);
  return {
    ...epaycoRoute(options, client),
    issue: (request, call) => issue(client, options, request, call),
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
