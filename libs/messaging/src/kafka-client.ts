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
    logCreator: () => clientLog(logger),
  };
  if (sasl !== undefined) config.sasl = { mechanism: 'scram-sha-512', ...sasl };
  return new KafkaClient(config);
}

/** The same fault is told once in this long: while a broker is away there are dozens a second. */
const TELL_AGAIN_MS = 10_000;

/** Kinds of faults that are remembered; past it all are forgotten, and told again. */
const MAX_KINDS = 200;

/**
 * Puts what the client reports into our log. Nothing that it calls an error is one yet: it tries again,
 * and then we do.
 *
 * @param now - milliseconds that only grow
 */
export function clientLog(
  logger: Logger,
  now: () => number = () => performance.now(),
): (entry: LogEntry) => void {
  const told = new Map<string, { at: number; since: number }>();
  return ({ level, namespace, log }) => {
    const { message, error, groupId, broker, retryCount } = log;
    const facts = { client: namespace, note: message, reason: error, groupId, broker, retryCount };
    if (level > logLevel.ERROR) return logger.debug(facts, 'the kafka client reports');
    const kind = JSON.stringify([namespace, message, error, groupId, broker]);
    const before = told.get(kind);
    if (before !== undefined && now() - before.at < TELL_AGAIN_MS) {
      before.since += 1;
      return;
    }
    if (told.size >= MAX_KINDS) told.clear();
    told.set(kind, { at: now(), since: 0 });
    const repeated = before?.since ?? 0;
    logger.warn({ ...facts, repeated }, 'the kafka client reports a fault');
  };
}
