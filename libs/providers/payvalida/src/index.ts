export {
  payvalidaCashConnector,
  payvalidaPseConnector,
  type PayvalidaCashOptions,
  type PayvalidaOptions,
  type VoucherText,
} from './payvalida.connector.js';
export {
  networkHashes,
  networkName,
  payvalidaOptions,
  payvalidaVariables,
  type PayvalidaKeys,
} from './payvalida.config.js';
export type { PayvalidaAccount } from './payvalida.client.js';
export { cashOutChecksum, cashOutNotificationChecksum } from './payvalida.checksums.js';
export { PAYVALIDA_STATES } from './payvalida.states.js';
export { answerCashOut } from './network/answer-cash-out.js';
export { answerCollection, type CollectionHost } from './network/answer-collection.js';
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
export { COLLECTION_REFUSALS, type CollectionReason } from './network/collection-refusals.js';
export { NETWORK_PRIVATE_FIELDS, type NetworkAccount } from './network/till-request.js';
export { networkTills } from './network/network-tills.js';
export { payvalidaTillConnector, type PayvalidaTillOptions } from './network/till-connector.js';
export { payvalidaCashRoute, type PayvalidaRail } from './payvalida.route.js';
