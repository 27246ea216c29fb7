export {
  payvalidaCashConnector,
  payvalidaPseConnector,
  type PayvalidaCashOptions,
  type PayvalidaOptions,
  type VoucherText,
} from './payvalida.connector.js';
export { payvalidaOptions, payvalidaVariables, type PayvalidaKeys } from './payvalida.config.js';
export type { PayvalidaAccount } from './payvalida.client.js';
export { cashOutChecksum, cashOutNotificationChecksum } from './payvalida.checksums.js';
export { PAYVALIDA_STATES } from './payvalida.states.js';
export { answerCashOut } from './network/answer-cash-out.js';
export { answerCollection } from './network/answer-collection.js';
export {
  CASH_OUT_REFUSALS,
  type CashOutDesk,
  type CashOutHandout,
  type CashOutOperation,
  type CashOutQuestion,
  type CashOutReason,
  type CashOutRefused,
  type CashOutRegistered,
  type CashOutReversal,
  type CashOutReversed,
} from './network/cash-out-desk.js';
export {
  COLLECTION_REFUSALS,
  type CollectionDesk,
  type CollectionDone,
  type CollectionDue,
  type CollectionPayment,
  type CollectionQuestion,
  type CollectionReason,
  type CollectionRefused,
  type CollectionRegistered,
  type CollectionTransaction,
} from './network/collection-desk.js';
export {
  NETWORK_PRIVATE_FIELDS,
  type NetworkAccount,
  type TillAnswer,
  type TillRequest,
} from './network/till-request.js';
