import { limitsOf, type Connector } from '@cauce/connector-kit';
import { mercadopagoPseConnector, mercadopagoPseOptions } from '@cauce/provider-mercadopago';
import type { PseVariables } from './pse.config.js';

const RAIL = 'pse';

/** The routes of the PSE rail: one for each protocol that has keys. */
export function pseConnectors(variables: PseVariables): Connector[] {
  return [overMercadopago(variables)].filter((one) => one !== null);
}

function overMercadopago(variables: PseVariables): Connector | null {
  const options = mercadopagoPseOptions(variables, variables.CAUCE_PSE_RETURN_URL ?? null);
  if (options === null) return null;
  const limits = limitsOf(
    variables.CAUCE_PSE_MERCADOPAGO_MINIMUM_PESOS,
    variables.CAUCE_PSE_MERCADOPAGO_MAXIMUM_PESOS,
  );
  return mercadopagoPseConnector({ ...options, rail: RAIL, limits });
}
