import { limitsOf, voucherTextOf, type Connector } from '@cauce/connector-kit';
import { epaycoCashConnector, epaycoOptions } from '@cauce/provider-epayco';
import { mercadopagoCashConnector, mercadopagoOptions } from '@cauce/provider-mercadopago';
import { payuCashConnector, payuOptions } from '@cauce/provider-payu';
import { payvalidaCashRoute } from '@cauce/provider-payvalida';
import type { EfectyVariables } from './efecty.config.js';

const RAIL = 'efecty';
const textOf = voucherTextOf('Efecty');

/** The routes of the Efecty rail: one for each protocol that is wanted and has keys. */
export function efectyConnectors(variables: EfectyVariables): Connector[] {
  const routes = [
    overEpayco(variables),
    overPayu(variables),
    overMercadopago(variables),
    overPayvalida(variables),
  ];
  const wanted: readonly string[] = variables.CAUCE_EFECTY_PROTOCOLS;
  return routes.filter((one) => one !== null).filter(({ protocol }) => wanted.includes(protocol));
}

function overEpayco(variables: EfectyVariables): Connector | null {
  const options = epaycoOptions(variables, variables.CAUCE_EFECTY_DEFAULT_EXPIRY_SECONDS);
  if (options === null) return null;
  const limits = limitsOf(
    variables.CAUCE_EFECTY_EPAYCO_MINIMUM_PESOS,
    variables.CAUCE_EFECTY_EPAYCO_MAXIMUM_PESOS,
  );
  return epaycoCashConnector({
    ...options,
    rail: RAIL,
    network: 'efecty',
    limits,
    textOf,
  });
}

function overPayu(variables: EfectyVariables): Connector | null {
  const options = payuOptions(variables, variables.CAUCE_EFECTY_DEFAULT_EXPIRY_SECONDS);
  if (options === null) return null;
  return payuCashConnector({
    ...options,
    rail: RAIL,
    method: 'EFECTY',
    limits: limitsOf(
      variables.CAUCE_EFECTY_PAYU_MINIMUM_PESOS,
      variables.CAUCE_EFECTY_PAYU_MAXIMUM_PESOS,
    ),
    agreement: variables.CAUCE_EFECTY_PAYU_AGREEMENT ?? null,
    textOf,
  });
}

function overMercadopago(variables: EfectyVariables): Connector | null {
  const options = mercadopagoOptions(variables, variables.CAUCE_EFECTY_DEFAULT_EXPIRY_SECONDS);
  if (options === null) return null;
  const limits = limitsOf(
    variables.CAUCE_EFECTY_MERCADOPAGO_MINIMUM_PESOS,
    variables.CAUCE_EFECTY_MERCADOPAGO_MAXIMUM_PESOS,
  );
  return mercadopagoCashConnector({
    ...options,
    rail: RAIL,
    method: 'efecty',
    limits,
    agreement: variables.CAUCE_EFECTY_MERCADOPAGO_AGREEMENT ?? null,
    textOf,
  });
}

function overPayvalida(variables: EfectyVariables): Connector | null {
  return payvalidaCashRoute(variables, {
    rail: RAIL,
    keys: {
      merchant: variables.CAUCE_EFECTY_PAYVALIDA_MERCHANT,
      fixedHash: variables.CAUCE_EFECTY_PAYVALIDA_FIXED_HASH,
      notificationHash: variables.CAUCE_EFECTY_PAYVALIDA_NOTIFICATION_HASH,
    },
    network: {
      name: variables.CAUCE_EFECTY_PAYVALIDA_NETWORK,
      fixedHashes: variables.CAUCE_EFECTY_PAYVALIDA_NETWORK_HASH,
    },
    defaultExpirySeconds: variables.CAUCE_EFECTY_DEFAULT_EXPIRY_SECONDS,
    method: variables.CAUCE_EFECTY_PAYVALIDA_METHOD,
    limits: limitsOf(
      variables.CAUCE_EFECTY_PAYVALIDA_MINIMUM_PESOS,
      variables.CAUCE_EFECTY_PAYVALIDA_MAXIMUM_PESOS,
    ),
    agreement: variables.CAUCE_EFECTY_PAYVALIDA_AGREEMENT ?? null,
    textOf,
  });
}
