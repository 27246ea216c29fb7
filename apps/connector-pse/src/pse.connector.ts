import { limitsOf, type Connector } from '@cauce/connector-kit';
import { epaycoPseConnector, epaycoPseOptions } from '@cauce/provider-epayco';
import { mercadopagoPseConnector, mercadopagoPseOptions } from '@cauce/provider-mercadopago';
import { payuPseConnector, payuPseOptions } from '@cauce/provider-payu';
import { pseAvanzaConnector, pseAvanzaOptions } from '@cauce/provider-pse-avanza';
import type { PseVariables } from './pse.config.js';

const RAIL = 'pse';

/** The routes of the PSE rail: one for each protocol that is wanted and has keys. */
export function pseConnectors(variables: PseVariables): Connector[] {
  const routes = [
    overPseAvanza(variables),
    overEpayco(variables),
    overPayu(variables),
    overMercadopago(variables),
  ];
  const wanted: readonly string[] = variables.CAUCE_PSE_PROTOCOLS;
  return routes.filter((one) => one !== null).filter(({ protocol }) => wanted.includes(protocol));
}

function overPseAvanza(variables: PseVariables): Connector | null {
  const options = pseAvanzaOptions(variables);
  if (options === null) return null;
  const limits = limitsOf(
    variables.CAUCE_PSE_PSE_AVANZA_MINIMUM_PESOS,
    variables.CAUCE_PSE_PSE_AVANZA_MAXIMUM_PESOS,
  );
  return pseAvanzaConnector({ ...options, rail: RAIL, limits });
}

function overEpayco(variables: PseVariables): Connector | null {
  const options = epaycoPseOptions(variables);
  if (options === null) return null;
  const limits = limitsOf(
    variables.CAUCE_PSE_EPAYCO_MINIMUM_PESOS,
    variables.CAUCE_PSE_EPAYCO_MAXIMUM_PESOS,
  );
  return epaycoPseConnector({ ...options, rail: RAIL, limits });
}

function overPayu(variables: PseVariables): Connector | null {
  const options = payuPseOptions(variables);
  if (options === null) return null;
  const limits = limitsOf(
    variables.CAUCE_PSE_PAYU_MINIMUM_PESOS,
    variables.CAUCE_PSE_PAYU_MAXIMUM_PESOS,
  );
  return payuPseConnector({ ...options, rail: RAIL, limits });
}

function overMercadopago(variables: PseVariables): Connector | null {
  const options = mercadopagoPseOptions(variables);
  if (options === null) return null;
  const limits = limitsOf(
    variables.CAUCE_PSE_MERCADOPAGO_MINIMUM_PESOS,
    variables.CAUCE_PSE_MERCADOPAGO_MAXIMUM_PESOS,
  );
  return mercadopagoPseConnector({ ...options, rail: RAIL, limits });
}
