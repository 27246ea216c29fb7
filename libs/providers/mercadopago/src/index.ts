export {
  mercadopagoCashConnector,
  type MercadopagoCashOptions,
} from './mercadopago-cash.connector.js';
export {
  mercadopagoPseConnector,
  type MercadopagoPseOptions,
} from './mercadopago-pse.connector.js';
export {
  MERCADOPAGO_KEYS,
  mercadopagoOptions,
  mercadopagoVariables,
} from './mercadopago.config.js';
export { mercadopagoPseOptions, mercadopagoPseVariables } from './mercadopago-pse.config.js';
export type { MercadopagoAccount, MercadopagoOptions } from './mercadopago-payments.connector.js';
export type { VoucherText } from './mercadopago.instructions.js';
export type { PostalAddress } from './mercadopago.payer.js';
export { MERCADOPAGO_STATES } from './mercadopago.states.js';
