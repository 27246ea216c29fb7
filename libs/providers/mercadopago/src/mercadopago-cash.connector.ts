import { clipExpiry, type Connector } from '@cauce/connector-kit';
import { toCashBody } from './mercadopago.bodies.js';
import { MercadopagoClient } from './mercadopago.client.js';
import { idempotencyKey } from './mercadopago.idempotency.js';
import { checkIssued, toVoucher, type VoucherForm } from './mercadopago.instructions.js';
import {
  paymentsConnector,
  scopeOf,
  type MercadopagoOptions,
} from './mercadopago-payments.connector.js';

/** What a cash rail adds. */
export interface MercadopagoCashOptions extends MercadopagoOptions, VoucherForm {
  /** The network's `payment_method_id`: `efecty`. */
  readonly method: string;
}

/** A connector for one cash network over Mercado Pago. */
export function mercadopagoCashConnector(options: MercadopagoCashOptions): Connector {
  const { method, apiUrl, account, expiry } = options;
  const client = new MercadopagoClient({ apiUrl, accessToken: account.accessToken });
  const scope = scopeOf(options, method);
  return paymentsConnector(options, scope, client, async (request, call) => {
    const expiresAt = clipExpiry(request.expiresAt, expiry, call.now());
    const asked = { ...request, expiresAt };
    const key = idempotencyKey('create', method, request.reference);
    const payment = await client.create(toCashBody(asked, method), key, call);
    checkIssued(payment, asked, scope);
    return toVoucher(payment, asked, options);
  });
}
