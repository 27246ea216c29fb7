import { limitsOf, voucherTextOf, type Connector } from '@cauce/connector-kit';
import { epaycoCashConnector, epaycoOptions } from '@cauce/provider-epayco';
import { payvalidaCashRoute } from '@cauce/provider-payvalida';
import type { PuntoredVariables } from './puntored.config.js';

const RAIL = 'puntored';
const textOf = voucherTextOf('Punto Red');

/** The routes of the Punto Red rail: one for each protocol that is wanted and has keys. */
export function puntoredConnectors(variables: PuntoredVariables): Connector[] {
  const routes = [overPayvalida(variables), overEpayco(variables)];
  const wanted: readonly string[] = variables.CAUCE_PUNTORED_PROTOCOLS;
  return routes.filter((one) => one !== null).filter(({ protocol }) => wanted.includes(protocol));
}

function overPayvalida(variables: PuntoredVariables): Connector | null {
  return payvalidaCashRoute(variables, {
    rail: RAIL,
    keys: {
      merchant: variables.CAUCE_PUNTORED_PAYVALIDA_MERCHANT,
      fixedHash: variables.CAUCE_PUNTORED_PAYVALIDA_FIXED_HASH,
      notificationHash: variables.CAUCE_PUNTORED_PAYVALIDA_NOTIFICATION_HASH,
    },
    network: {
      name: variables.CAUCE_PUNTORED_PAYVALIDA_NETWORK,
      fixedHashes: variables.CAUCE_PUNTORED_PAYVALIDA_NETWORK_HASH,
    },
    defaultExpirySeconds: variables.CAUCE_PUNTORED_DEFAULT_EXPIRY_SECONDS,
    method: variables.CAUCE_PUNTORED_PAYVALIDA_METHOD,
    limits: limitsOf(
      variables.CAUCE_PUNTORED_PAYVALIDA_MINIMUM_PESOS,
      variables.CAUCE_PUNTORED_PAYVALIDA_MAXIMUM_PESOS,
    ),
    agreement: variables.CAUCE_PUNTORED_PAYVALIDA_AGREEMENT ?? null,
    textOf,
  });
}

function overEpayco(variables: PuntoredVariables): Connector | null {
  const options = epaycoOptions(variables, variables.CAUCE_PUNTORED_DEFAULT_EXPIRY_SECONDS);
  if (options === null) return null;
  const limits = limitsOf(
    variables.CAUCE_PUNTORED_EPAYCO_MINIMUM_PESOS,
    variables.CAUCE_PUNTORED_EPAYCO_MAXIMUM_PESOS,
  );
  return epaycoCashConnector({ ...options, rail: RAIL, network: 'puntored', limits, textOf });
}
