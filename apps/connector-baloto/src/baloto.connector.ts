import { limitsOf, voucherTextOf, type Connector } from '@cauce/connector-kit';
import { epaycoCashConnector, epaycoOptions } from '@cauce/provider-epayco';
import { payvalidaCashRoute } from '@cauce/provider-payvalida';
import type { BalotoVariables } from './baloto.config.js';

const RAIL = 'baloto';
const textOf = voucherTextOf('Baloto');

/** The routes of the Baloto rail: one for each protocol that is wanted and has keys. */
export function balotoConnectors(variables: BalotoVariables): Connector[] {
  const routes = [overPayvalida(variables), overEpayco(variables)];
  const wanted: readonly string[] = variables.CAUCE_BALOTO_PROTOCOLS;
  return routes.filter((one) => one !== null).filter(({ protocol }) => wanted.includes(protocol));
}

function overPayvalida(variables: BalotoVariables): Connector | null {
  return payvalidaCashRoute(variables, {
    rail: RAIL,
    keys: {
      merchant: variables.CAUCE_BALOTO_PAYVALIDA_MERCHANT,
      fixedHash: variables.CAUCE_BALOTO_PAYVALIDA_FIXED_HASH,
      notificationHash: variables.CAUCE_BALOTO_PAYVALIDA_NOTIFICATION_HASH,
    },
    network: {
      name: variables.CAUCE_BALOTO_PAYVALIDA_NETWORK,
      fixedHashes: variables.CAUCE_BALOTO_PAYVALIDA_NETWORK_HASH,
    },
    defaultExpirySeconds: variables.CAUCE_BALOTO_DEFAULT_EXPIRY_SECONDS,
    method: variables.CAUCE_BALOTO_PAYVALIDA_METHOD,
    limits: limitsOf(
      variables.CAUCE_BALOTO_PAYVALIDA_MINIMUM_PESOS,
      variables.CAUCE_BALOTO_PAYVALIDA_MAXIMUM_PESOS,
    ),
    agreement: variables.CAUCE_BALOTO_PAYVALIDA_AGREEMENT ?? null,
    textOf,
  });
}

function overEpayco(variables: BalotoVariables): Connector | null {
  const options = epaycoOptions(variables, variables.CAUCE_BALOTO_DEFAULT_EXPIRY_SECONDS);
  if (options === null) return null;
  const limits = limitsOf(
    variables.CAUCE_BALOTO_EPAYCO_MINIMUM_PESOS,
    variables.CAUCE_BALOTO_EPAYCO_MAXIMUM_PESOS,
  );
  return epaycoCashConnector({ ...options, rail: RAIL, network: 'baloto', limits, textOf });
}
