export type { ClientCertificate } from './calls/client-certificates.schema.js';
export { providerAgent, RecordedCall, type Exchange } from './calls/provider-http.client.js';
export { clipExpiry, fixedLife } from './clip-expiry.js';
export { ConnectorContext, type ConnectorRuntime } from './connector-context.js';
export {
  CONNECTOR_ERRORS,
  ConnectorError,
  type ConnectorErrorKind,
  type ConnectorErrorMeaning,
} from './connector-error.js';
export type { ConnectorSettings } from './connector-settings.js';
export { connectorStorage } from './connector-storage.module.js';
export { ConnectorModule } from './connector.module.js';
export type {
  Bank,
  CallbackHint,
  CallbackReading,
  Connector,
  ExpiryRule,
  Issued,
  IssueRequest,
  ProviderCall,
  ProviderReply,
  ProviderRequest,
  ProviderTransaction,
  RawCallback,
  StatusAnswer,
  StatusQuery,
} from './connector.js';
export {
  allOrNone,
  inOrder,
  limitsOf,
  needing,
  protocolList,
  railSettings,
  railVariables,
  variableTypes,
} from './rail-variables.js';
export {
  TILL_REFUSALS,
  type TillAnswer,
  type TillDesk,
  type TillDone,
  type TillDue,
  type TillPayment,
  type TillProtocol,
  type TillQuestion,
  type TillRefusal,
  type TillRefused,
  type TillRegistered,
  type TillRequest,
  type TillTransaction,
} from './tills/till-protocol.js';
export { voucherTextOf, type PrintedVoucher } from './voucher-text.js';
export { jsonOf } from './json-reply.js';
export { parseExactly } from './exact-json.js';
export { DEFAULT_POLL_SCHEDULE_MS } from './poll-schedule.js';
export type {
  AcceptedSettlement,
  RejectedSettlement,
  SettlementFileName,
  SettlementLine,
  SettlementProblem,
  SettlementReading,
  SettlementSource,
} from './settlement-source.js';
export { CallbackListener } from './contract/callback-listener.js';
export { paymentOf } from './contract/contract-payment.js';
export { connectorContract } from './contract/connector-contract.js';
export { runContract, type CaseResult, type ContractReport } from './contract/run-contract.js';
export {
  CAPABILITIES,
  heldTo,
  offeredBy,
  type Capability,
  type ContractCase,
} from './contract/contract-case.js';
export {
  CALLBACK_MANNERS,
  CONTRACT_FAULTS,
  END_STATES,
  SETTLEMENT_DEFECTS,
  SPELLINGS,
  type CallbackManner,
  type ContractFault,
  type ContractOperation,
  type ContractWorld,
  type EndState,
  type FieldCharset,
  type PayersMay,
  type ProviderDriver,
  type ReceivedText,
  type SettlementDefect,
  type Spelling,
} from './contract/contract-world.js';
export { rewritten, textIn, type RouteUnderContract } from './contract/route-under-contract.js';
export { SandboxContractWorld } from './contract/sandbox-contract-world.js';
export { driveSandbox } from './contract/drive-sandbox.js';
export { CONTRACT_VERSION, worldProblem } from './contract/world-members.js';
export { tillContract, type TillWorld } from './contract/till-contract.js';
export { tillRouteContract, type TillRouteWorld } from './contract/till-route-contract.js';
export type { TillCall, TillDriver, TillHeard } from './contract/till-driver.js';
export { statusError } from './transport-error.js';
export {
  definePlugin,
  PLUGIN_VERSION,
  pluginModule,
  pluginProblem,
  serviceOf,
  type ConfiguredRail,
  type ConnectorPlugin,
} from './connector-plugin.js';
