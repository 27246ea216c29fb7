import type { Connector } from '@cauce/connector-kit';
import { PayuClient } from './payu.client.js';
import { toRedirect } from './payu.instructions.js';
import { toPseTransaction } from './payu.mapping.js';
import { payuRoute, type PayuRouteOptions } from './payu-route.connector.js';

/** What the PSE rail adds to PayU's protocol. */
export type PayuPseOptions = PayuRouteOptions;

/** A connector for bank transfers with PSE over PayU. */
export function payuPseConnector(options: PayuPseOptions): Connector {
  const { account, endpoints, expiry } = options;
  const keys = { apiKey: endpoints.apiKey, merchantId: account.merchantId };
  const client = new PayuClient({ ...endpoints, isTest: account.isTest });
  return {
    ...payuRoute(options, {
      method: 'PSE',
      toTransaction: (request) => toPseTransaction(request, account, keys),
      toInstruction: (payable, request, now) => toRedirect(payable, request.expiresAt, expiry, now),
    }),
    listBanks: (call) => client.listBanks(call),
  };
}
