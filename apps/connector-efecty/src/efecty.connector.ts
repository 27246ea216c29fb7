import { limitsOf, voucherTextOf, type Connector } from '@cauce/connector-kit';
import { epaycoCashConnector, epaycoOptions } from '@cauce/provider-epayco';
import { mercadopagoCashConnector, mercadopagoOptions } from '@cauce/provider-mercadopago';
import type { EfectyVariables } from './efecty.config.js';

const RAIL = 'efecty';
const textOf = voucherTextOf('Efecty');

/** The routes of the Efecty rail: one for each protocol that is wanted and has keys. */
export function efectyConnectors(variables: EfectyVariables): Connector[] {
  const routes = [overEpayco(variables), overMercadopago(variables)];
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
