export { SCOPES, type ApiKeyChanged, type Scope } from './access-messages.js';
export {
  FACT_KINDS,
  FACT_SOURCES,
  OUTCOMES,
  PROVIDER_STATUSES,
  ROUTE_ANNOUNCED_EVERY_MS,
  instructionSchema,
  type CancelCommand,
  type ConnectorFact,
  type ConnectorResult,
  type FactKind,
  type FactSource,
  type Instruction,
  type InstructionOnWire,
  type IssueCommand,
  type Outcome,
  type ProviderStatus,
  type ReadStatusCommand,
  type RouteAnnounced,
} from './connector-messages.js';
export {
  MalformedMessageError,
  decodeMessage,
  encodeMessage,
  type AnyMessage,
  type Message,
  type WireMessage,
} from './envelope.js';
export type { CallsEnded } from './health-messages.js';
export type { TransactionPosted } from './ledger-messages.js';
export { DOCUMENT_TYPES, payerSchema, type DocumentType, type Payer } from './payer.js';
export {
  PAYMENT_STATUSES,
  type MoneyReceived,
  type MoneyReversed,
  type PaymentChanged,
  type PaymentSnapshot,
  type PaymentStatus,
  type ReceiptUnidentified,
  type SurplusApplied,
} from './payment-messages.js';
export { KNOWN_RAILS, RAIL_NAME } from './rails.js';
export {
  SETTLEMENT_LINES_PER_MESSAGE,
  type SettlementFileReceived,
  type SettlementFileRejected,
  type SettlementLines,
} from './settlement-messages.js';
export {
  MESSAGE_TYPES,
  SEQUENCED_TOPICS,
  TOPIC_TABLE,
  TOPICS,
  commandsTopic,
  deadLetterTopic,
  plannedTopics,
  type MessageData,
  type MessageType,
  type PlannedTopic,
  type TopicDescription,
} from './topics.js';
