import { clipExpiry, type Connector } from '@cauce/connector-kit';
import { toVoucher, type VoucherOptions } from './payu.instructions.js';
import { toCashTransaction, type PayuCashMethod } from './payu.mapping.js';
import { payuRoute, type PayuRouteOptions } from './payu-route.connector.js';

/** What a cash rail adds to PayU's protocol. */
export interface PayuCashOptions extends PayuRouteOptions, VoucherOptions {
  readonly method: PayuCashMethod;
}

/** A connector for one kind of counter over PayU. */
export function payuCashConnector(options: PayuCashOptions): Connector {
  const { method, account, endpoints, expiry } = options;
  const keys = { apiKey: endpoints.apiKey, merchantId: account.merchantId };
  return payuRoute(options, {
    method,
    toTransaction: (request, now) => {
      const expiresAt = clipExpiry(request.expiresAt, expiry, now);
      return toCashTransaction({ ...request, expiresAt }, method, account, keys);
    },
    toInstruction: (payable, { amount }) => toVoucher(payable, amount, options),
  });
}
