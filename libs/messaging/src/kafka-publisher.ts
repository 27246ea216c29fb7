import type { WireMessage } from '@cauce/contracts';
import type { Logger } from '@cauce/observability';
import kafkajs, { type Kafka, type Message, type Producer, type TopicMessages } from 'kafkajs';
import { BusStoppedError, type PublishOptions } from './message-bus.js';

/** Messages of one request; what comes meanwhile goes with the next. */
const MAX_MESSAGES = 500;

/** A request stays below what a broker takes by default, which is one megabyte. */
const MAX_BYTES = 700_000;

/** How long a broker may wait for its replicas. */
const REPLICATED_WITHIN_MS = 10_000;

interface Waiting {
  readonly topic: string;
  readonly message: Message & { readonly key: string; readonly value: string };
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Sends messages of a topic to Kafka, idempotent and acknowledged by every replica in sync, one request at a time:
 * the order of calls is the order in the log.
 */
export class KafkaPublisher {
  private queue: Waiting[] = [];
  private sending: Promise<void> | null = null;
  private producer: Promise<Producer> | null = null;
  private isRunning = false;
  /** Messages still to go one by one, because one of a batch spoilt it. */
  private suspects = 0;

  constructor(
    private readonly kafka: Kafka,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.isRunning = true;
  }

  /**
   * @returns once every replica in sync has the message
   * @throws when nobody knows whether they have
   */
  publish(topic: string, message: WireMessage, { partition }: PublishOptions): Promise<void> {
    if (!this.isRunning) return Promise.reject(new BusStoppedError('the bus is not running'));
    return new Promise((resolve, reject) => {
      const record = {
        key: message.key,
        value: JSON.stringify(message),
        headers: { type: message.type },
        ...(partition === undefined ? {} : { partition }),
      };
      this.queue.push({ topic, message: record, resolve, reject });
      this.sending ??= this.sendAll();
    });
  }

  /** Takes nothing new, and ends when what was taken is sent or given back. */
  async stop(): Promise<void> {
    this.isRunning = false;
    await this.sending;
    await this.discardProducer();
  }

  private async sendAll(): Promise<void> {
    while (this.queue.length > 0) await this.send(this.takeBatch());
    this.sending = null;
  }

  private takeBatch(): readonly Waiting[] {
    const limit = this.suspects > 0 ? 1 : MAX_MESSAGES;
    this.suspects = Math.max(0, this.suspects - 1);
    let bytes = 0;
    const isOver = ({ message }: Waiting, index: number) => {
      bytes += Buffer.byteLength(message.value) + Buffer.byteLength(message.key);
      return index > 0 && (index >= limit || bytes > MAX_BYTES);
    };
    const end = this.queue.findIndex(isOver);
    return this.queue.splice(0, end === -1 ? this.queue.length : end);
  }

  private async send(batch: readonly Waiting[]): Promise<void> {
    try {
      const producer = await this.openProducer();
      const topicMessages = byTopic(batch);
      await producer.sendBatch({ acks: -1, timeout: REPLICATED_WITHIN_MS, topicMessages });
    } catch (error) {
      await this.giveBack(batch, error);
      return;
    }
    for (const { resolve } of batch) resolve();
  }

  /**
   * What a failed request leaves is not known. A broker tells a repeated batch by its number alone, so that
   * the next batch under that number could be taken for this one and dropped: the producer is not used
   * again. Later messages of the same keys fail too, as they must not overtake.
   */
  private async giveBack(batch: readonly Waiting[], error: unknown): Promise<void> {
    await this.discardProducer();
    if (batch.length > 1) this.suspects = batch.length;
    const failed = new Set(batch.map(nameOf));
    const isBehind = (one: Waiting) => failed.has(nameOf(one));
    const behind = this.queue.filter(isBehind);
    this.queue = this.queue.filter((one) => !isBehind(one));
    for (const { reject } of [...batch, ...behind]) reject(error);
  }

  private openProducer(): Promise<Producer> {
    this.producer ??= this.connect();
    return this.producer;
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      // An idempotent producer tries for ever by default, and nobody would learn that a topic is missing.
      retry: { retries: 8 },
    });
    await producer.connect();
    return producer;
  }

  private async discardProducer(): Promise<void> {
    const { producer } = this;
    this.producer = null;
    try {
      await (await producer)?.disconnect();
    } catch (error) {
      this.logger.debug({ err: error }, 'a kafka producer was left behind');
    }
  }
}

function nameOf({ topic, message }: Waiting): string {
  return JSON.stringify([topic, message.key]);
}

function byTopic(batch: readonly Waiting[]): TopicMessages[] {
  const topics = new Map<string, Message[]>();
  for (const { topic, message } of batch) {
    const messages = topics.get(topic) ?? [];
    topics.set(topic, messages);
    messages.push(message);
  }
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
}
