import { limitsOf, type Connector } from '@cauce/connector-kit';
import { epaycoCashConnector, epaycoOptions } from '@cauce/provider-epayco';
import type { EfectyVariables } from './efecty.config.js';
import { instructionText } from './instruction-text.js';

/** The routes of the Efecty rail. */
export function efectyConnectors(variables: EfectyVariables): Connector[] {
  const limits = limitsOf(
    variables.CAUCE_EFECTY_MINIMUM_PESOS,
    variables.CAUCE_EFECTY_MAXIMUM_PESOS,
  );
  return [
    epaycoCashConnector({
      ...epaycoOptions(variables, variables.CAUCE_EFECTY_DEFAULT_EXPIRY_SECONDS),
      rail: 'efecty',
      network: 'efecty',
      limits,
      textOf: instructionText,
    }),
  ];
}
