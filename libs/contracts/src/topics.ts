import type { z } from 'zod';
import { apiKeyChanged } from './access-messages.js';
import {
  cancelCommand,
  connectorFact,
  connectorResult,
  issueCommand,
  readStatusCommand,
  routeAnnounced,
} from './connector-messages.js';
import { callsEnded } from './health-messages.js';
import { transactionPosted } from './ledger-messages.js';
import { messageSetAside } from './messaging-messages.js';
import {
  moneyReceived,
  moneyReversed,
  paymentChanged,
  receiptUnidentified,
  surplusApplied,
} from './payment-messages.js';
import {
  settlementFileReceived,
  settlementFileRejected,
  settlementLines,
} from './settlement-messages.js';

/** The schema of `data` by message type, and the version of it that this code writes. */
export const MESSAGE_TYPES = {
  'connector.issue': { version: 1, data: issueCommand },
  'connector.read_status': { version: 1, data: readStatusCommand },
  'connector.cancel': { version: 1, data: cancelCommand },
  'connector.result': { version: 1, data: connectorResult },
  'connector.fact': { version: 1, data: connectorFact },
  'connector.route_announced': { version: 1, data: routeAnnounced },
  'payment.created': { version: 1, data: paymentChanged },
  'payment.awaiting_payment': { version: 1, data: paymentChanged },
  'payment.partially_paid': { version: 1, data: paymentChanged },
  'payment.paid': { version: 1, data: paymentChanged },
  'payment.paid_late': { version: 1, data: paymentChanged },
  'payment.expiring': { version: 1, data: paymentChanged },
  'payment.expired': { version: 1, data: paymentChanged },
  'payment.cancelled': { version: 1, data: paymentChanged },
  'payment.failed': { version: 1, data: paymentChanged },
  'payment.reversed': { version: 1, data: paymentChanged },
  'payment.money_received': { version: 1, data: moneyReceived },
  'payment.money_reversed': { version: 1, data: moneyReversed },
  'payment.surplus_applied': { version: 1, data: surplusApplied },
  'receipt.unidentified': { version: 1, data: receiptUnidentified },
  'ledger.transaction_posted': { version: 1, data: transactionPosted },
  'settlement.file_received': { version: 1, data: settlementFileReceived },
  'settlement.file_rejected': { version: 1, data: settlementFileRejected },
  'settlement.lines': { version: 1, data: settlementLines },
  'message.set_aside': { version: 1, data: messageSetAside },
  'router.calls_ended': { version: 1, data: callsEnded },
  'access.key_changed': { version: 1, data: apiKeyChanged },
} as const satisfies Record<string, { version: number; data: z.ZodType }>;

/** Type of a message; the part before the dot is the family. */
export type MessageType = keyof typeof MESSAGE_TYPES;

/** `data` of a message of the given type, as the process sees it (bigint amounts, Date instants). */
export type MessageData<T extends MessageType> = z.output<(typeof MESSAGE_TYPES)[T]['data']>;

/** Topics with a fixed name. Commands have one topic a rail: see {@link commandsTopic}. */
export const TOPICS = {
  connectorResults: 'cauce.connector.results',
  connectorFacts: 'cauce.connector.facts',
  connectorRoutes: 'cauce.connector.routes',
  paymentsEvents: 'cauce.payments.events',
  ledgerEvents: 'cauce.ledger.events',
  settlementLines: 'cauce.settlements.lines',
  accessKeys: 'cauce.access.keys',
  routerHealth: 'cauce.router.health.v1',
} as const;

/** The topic of commands to the connector of one rail. */
export function commandsTopic(rail: string): string {
  return `cauce.connector.commands.${rail}`;
}

/** Where a topic's dead letters are announced. */
export function deadLetterTopic(topic: string): string {
  return `${topic}.dlq`;
}

/**
 * Topics whose messages carry a gapless `sequence` per key. A consumer that sees a gap on them parks
 * the message; on any other topic `sequence` is null and order between keys means nothing.
 */
export const SEQUENCED_TOPICS: ReadonlySet<string> = new Set([TOPICS.paymentsEvents]);

/** What a topic is for; printed to the documentation. */
export interface TopicDescription {
  readonly key: string;
  readonly producer: string;
  readonly consumers: string;
  readonly carries: string;
  /** How many instances of a consumer can share the work. */
  readonly partitions: number;
  /** How long messages stay; less than consumers remember what they consumed. Null keeps the last of each key. */
  readonly retentionDays: number | null;
}

/** Commands and what comes of them lose their meaning soon; stories are worth reading again after an outage. */
const SHORT = { partitions: 12, retentionDays: 7 };
const LONG = { partitions: 12, retentionDays: 21 };
const LATEST = { partitions: 1, retentionDays: null };
const FEW = { partitions: 3, retentionDays: 21 };
const BRIEF = { partitions: 3, retentionDays: 1 };

/** Every topic. Commands have one topic for each rail. */
export const TOPIC_TABLE: Readonly<Record<string, TopicDescription>> = {
  'cauce.connector.commands.<rail>': {
    key: 'payment id',
    producer: 'router',
    consumers: 'connector-<rail>',
    carries: 'issue, read_status and cancel, with the time left and the reply partition',
    ...SHORT,
  },
  [TOPICS.connectorResults]: {
    key: 'payment id',
    producer: 'connector-<rail>',
    consumers: 'router',
    carries: 'outcome of a command, and the instruction for the payer',
    ...SHORT,
  },
  [TOPICS.connectorFacts]: {
    key: 'payment id, or unmatched:<reference>',
    producer: 'connector-<rail>',
    consumers: 'router',
    carries: 'what a provider states about money, verified',
    ...LONG,
  },
  [TOPICS.connectorRoutes]: {
    key: 'route',
    producer: 'connector-<rail>',
    consumers: 'router',
    carries: 'routes with their terms and banks, at start and every few minutes',
    ...LATEST,
  },
  [TOPICS.paymentsEvents]: {
    key: 'payment id, or fact id for money without a payment',
    producer: 'router',
    consumers: 'ledger',
    carries: 'the story of each payment; the part about money is what the ledger posts',
    ...LONG,
  },
  [TOPICS.ledgerEvents]: {
    key: 'route whose receivable was posted',
    producer: 'ledger',
    consumers: 'reconciliation',
    carries: 'posted transactions with their entries',
    ...FEW,
  },
  [TOPICS.settlementLines]: {
    key: 'route',
    producer: 'connector-<rail>',
    consumers: 'reconciliation',
    carries: 'settlement files: received with their lines, or rejected whole',
    ...FEW,
  },
  [TOPICS.accessKeys]: {
    key: 'key id',
    producer: 'router',
    consumers: 'ledger, reconciliation',
    carries: 'API keys by digest: made, changed or revoked',
    ...LATEST,
  },
  [TOPICS.routerHealth]: {
    key: 'route and operation',
    producer: 'router',
    consumers: 'router',
    carries: 'how the calls of one process ended, for the breakers of the others',
    ...BRIEF,
  },
};

/** A topic as it is made at the broker. */
export interface PlannedTopic {
  readonly topic: string;
  readonly partitions: number;
  readonly retentionDays: number | null;
}

/** Dead letters wait for people. */
const DEAD_LETTERS = { partitions: 1, retentionDays: 90 };

/** Every topic of an installation with the given rails, and where its dead letters are announced. */
export function plannedTopics(rails: readonly string[]): readonly PlannedTopic[] {
  return Object.entries(TOPIC_TABLE)
    .flatMap(([name, { partitions, retentionDays }]) =>
      (name.includes('<rail>') ? rails.map((rail) => name.replace('<rail>', rail)) : [name]).map(
        (topic) => ({ topic, partitions, retentionDays }),
      ),
    )
    .flatMap((one) => [one, { topic: deadLetterTopic(one.topic), ...DEAD_LETTERS }]);
}
