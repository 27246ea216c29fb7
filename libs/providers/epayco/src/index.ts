export { epaycoCashConnector, type EpaycoCashOptions } from './epayco-cash.connector.js';
export { confirmationSignature, readConfirmation } from './epayco.callback.js';
export { EPAYCO_STATES, fromBogotaTime, toBogotaTime } from './epayco.mapping.js';
