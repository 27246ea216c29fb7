export { epaycoCashConnector, type EpaycoCashOptions } from './epayco-cash.connector.js';
export { epaycoPseConnector, type EpaycoPseOptions } from './epayco-pse.connector.js';
export {
  EPAYCO_KEYS,
  epaycoOptions,
  epaycoPseOptions,
  epaycoPseVariables,
  epaycoVariables,
  transactionKey,
  transferKey,
} from './epayco.config.js';
export type { EpaycoEndpoints } from './epayco.client.js';
export type { EpaycoAccount, VoucherText } from './epayco.mapping.js';
export { EPAYCO_STATES } from './epayco.states.js';
