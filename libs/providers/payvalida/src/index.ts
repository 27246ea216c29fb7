export {
  payvalidaCashConnector,
  payvalidaPseConnector,
  type PayvalidaCashOptions,
  type PayvalidaOptions,
  type VoucherText,
} from './payvalida.connector.js';
export type { PayvalidaAccount } from './payvalida.client.js';
export { cashOutChecksum, cashOutNotificationChecksum } from './payvalida.checksums.js';
export { PAYVALIDA_STATES } from './payvalida.states.js';
