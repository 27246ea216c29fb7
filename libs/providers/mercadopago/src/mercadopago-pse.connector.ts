import type { Connector } from '@cauce/connector-kit';
import { PSE, toPseBody, type PseForm } from './mercadopago.bodies.js';
import { MercadopagoClient } from './mercadopago.client.js';
import { idempotencyKey } from './mercadopago.idempotency.js';
import { checkIssued, toRedirect } from './mercadopago.instructions.js';
import { addressProblems } from './mercadopago.payer.js';
import {
  paymentsConnector,
  scopeOf,
  type MercadopagoOptions,
} from './mercadopago-payments.connector.js';

/** What the PSE rail adds. The end of a transfer is Mercado Pago's: `expiry` only says what to expect. */
export interface MercadopagoPseOptions extends MercadopagoOptions, PseForm {}

/**
 * A connector for bank transfers over Mercado Pago.
 *
 * @throws RangeError when the configured address does not fit PSE's form, so that no payment has to find out
 */
export function mercadopagoPseConnector(options: MercadopagoPseOptions): Connector {
  const { apiUrl, account, expiry, payerAddress } = options;
  const problems = payerAddress === null ? [] : addressProblems(payerAddress);
  if (problems.length > 0) throw new RangeError(`payerAddress: ${problems.join(', ')}`);
  const client = new MercadopagoClient({ apiUrl, accessToken: account.accessToken });
  const scope = scopeOf(options, PSE);
  return {
    ...paymentsConnector(options, scope, client, async (request, call) => {
      const key = idempotencyKey('create', PSE, request.reference);
      const payment = await client.create(toPseBody(request, options), key, call);
      checkIssued(payment, request, scope);
      return toRedirect(payment, expiry.maximumMs);
    }),
    listBanks: (call) => client.listBanks(PSE, call),
  };
}
