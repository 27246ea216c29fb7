export { pseAvanzaConnector, type PseAvanzaOptions } from './pse-avanza.connector.js';
export type { PseAvanzaEndpoint, StatusMethod } from './pse-avanza.client.js';
export {
  REFERENCE_FIELDS,
  type PseAvanzaAccount,
  type PseBeneficiary,
  type ReferenceField,
} from './pse-avanza.account.js';
export type { PayerDefaults } from './pse-avanza.payer.js';
export { PSE_CAUSES, PSE_STATES } from './pse-avanza.states.js';
export { PSE_AVANZA_KEYS, pseAvanzaOptions, pseAvanzaVariables } from './pse-avanza.config.js';
