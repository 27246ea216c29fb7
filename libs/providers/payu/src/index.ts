export { payuCashConnector, type PayuCashOptions } from './payu-cash.connector.js';
export { payuPseConnector, type PayuPseOptions } from './payu-pse.connector.js';
export type { PayuRouteOptions } from './payu-route.connector.js';
export type { PayuEndpoints } from './payu.client.js';
export type { BankCode, VoucherOptions, VoucherText } from './payu.instructions.js';
export type { PayuAccount, PayuCashMethod } from './payu.mapping.js';
export type { PayuAddress } from './payu.payer.js';
export type { PayuHash } from './payu.signatures.js';
export { PAYU_STATES } from './payu.states.js';
