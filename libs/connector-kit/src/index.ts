export { RecordedCall, providerAgent, type Exchange } from './calls/provider-http.client.js';
export {
  CONNECTOR_ERRORS,
  ConnectorError,
  type ConnectorErrorKind,
  type ConnectorErrorMeaning,
} from './connector-error.js';
export type { ConnectorSettings } from './connector-settings.js';
export { ConnectorModule, connectorStorage } from './connector.module.js';
export { ConnectorContext } from './connector-context.js';
export type {
  CallbackHint,
  Connector,
  Issued,
  IssueRequest,
  ProviderCall,
  ProviderReply,
  ProviderRequest,
  ProviderTransaction,
  RawCallback,
  SettlementFileName,
  SettlementLine,
  SettlementProblem,
  SettlementReading,
  SettlementSource,
  StatusAnswer,
  StatusQuery,
} from './connector.js';
export { DEFAULT_POLL_SCHEDULE_MS } from './poll-schedule.js';
export { statusError } from './transport-error.js';
