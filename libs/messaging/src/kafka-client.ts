import type { Logger } from '@cauce/observability';
import kafkajs, { type Kafka, type KafkaConfig, type LogEntry } from 'kafkajs';
import { cureIdleSpin } from './kafka-idle-cure.js';

const { Kafka: KafkaClient, logLevel } = kafkajs;

const CONNECT_WITHIN_MS = 3_000;
const ANSWER_WITHIN_MS = 15_000;

/** About six seconds of tries inside the client; then the outbox, or a new consumer, takes over. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 8 };

/** Where Kafka is, and who we are to it. */
export interface KafkaAddress {
  /** `host:port` of some brokers; they tell of the others. */
  readonly brokers: readonly string[];
  /** Name of this process in the broker's logs and quotas. */
  readonly clientId: string;
  /** Before every topic and group, so that installations can share a cluster; empty by default. */
  readonly prefix?: string;
  readonly ssl?: boolean;
  readonly sasl?: { readonly username: string; readonly password: string };
}

/** A connection to a cluster, in our log and without the faults of the client that we know of. */
export function kafkaClient(address: KafkaAddress, logger: Logger): Kafka {
  cureIdleSpin();
  const { brokers, clientId, ssl = false, sasl } = address;
  const config: KafkaConfig = {
    brokers: [...brokers],
    clientId,
    ssl,
    connectionTimeout: CONNECT_WITHIN_MS,
    requestTimeout: ANSWER_WITHIN_MS,
    retry: RETRY,
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => note(logger, entry),
  };
  if (sasl !== undefined) config.sasl = { mechanism: 'scram-sha-512', ...sasl };
  return new KafkaClient(config);
}

/** Nothing that the client calls an error is one yet: it tries again, and then we do. */
function note(logger: Logger, { level, namespace, log }: LogEntry): void {
  const { message, error, groupId, broker, retryCount } = log;
  const facts = { client: namespace, note: message, reason: error, groupId, broker, retryCount };
  if (level <= logLevel.ERROR) logger.warn(facts, 'the kafka client reports a fault');
  else logger.debug(facts, 'the kafka client reports');
}
