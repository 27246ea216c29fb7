import { newId, systemClock } from '@cauce/config';
import { encodeMessage, TOPICS, type AnyMessage, type WireMessage } from '@cauce/contracts';
import { Database } from '@cauce/database';
import {
  KafkaBus,
  LocalBus,
  messagingMigrations,
  newMessage,
  OutboxRelay,
  send,
  type BusContext,
  type MessageBus,
} from '@cauce/messaging';
import { createLogger } from '@cauce/observability';
import { Kafka, logLevel } from 'kafkajs';

/** Something that takes a message and tells when it has had its effect. */
export interface Subject {
  readonly name: string;
  /** Resolves when the effect is committed; with the reference, when the consumer has it. */
  deliver(): Promise<void>;
  stop(): Promise<void>;
}

const TOPIC = TOPICS.connectorFacts;
const GROUP = 'bench';
const logger = createLogger({ service: 'bench', level: 'error' });

class CreateEffects1763900000002 {
  readonly name = 'CreateEffects1763900000002';
  async up(runner: { query(text: string): Promise<unknown> }): Promise<void> {
    await runner.query('create table effect (message_id text primary key, at timestamptz)');
  }
  async down(): Promise<void> {}
}

/** Messages on their way, by their ids. */
class Waiting {
  private readonly arrivals = new Map<string, () => void>();

  until(id: string): Promise<void> {
    return new Promise((resolve) => this.arrivals.set(id, resolve));
  }

  arrived(id: string): void {
    this.arrivals.get(id)?.();
    this.arrivals.delete(id);
  }
}

/** A message as connectors send it; every one has a key of its own, as payments do. */
function newFact() {
  return newMessage(systemClock, {
    type: 'connector.fact',
    key: newId('pay'),
    sequence: null,
    data: {
      factId: newId('fact'),
      route: 'efecty.epayco',
      reference: '9000000001',
      paymentId: null,
      attemptId: null,
      kind: 'paid',
      providerTransactionId: '1',
      amount: { minor: 8_500_000n, currency: 'COP' },
      occurredAt: new Date(),
      source: 'callback',
    },
  });
}

/**
 * Bare kafkajs at its best: an idempotent producer with acks from all that sends whatever has gathered while
 * its last request was under way, and a consumer by batches; no database.
 */
export async function bareKafka(brokers: string[], prefix: string): Promise<Subject> {
  const kafka = new Kafka({ clientId: 'bench-bare', brokers, logLevel: logLevel.NOTHING });
  const waiting = new Waiting();
  const producer = kafka.producer({ idempotent: true, allowAutoTopicCreation: false });
  const consumer = kafka.consumer({ groupId: `${prefix}bare` });
  await producer.connect();
  await consumer.connect();
  await consumer.subscribe({ topic: prefix + TOPIC });
  const joined = new Promise<void>((resolve) =>
    consumer.on('consumer.group_join', () => resolve()),
  );
  await consumer.run({
    eachBatch: async ({ batch }) => {
      for (const { value } of batch.messages) {
        waiting.arrived((JSON.parse(String(value)) as WireMessage).id);
      }
    },
  });
  await joined;
  let gathered: { key: string; value: string }[] = [];
  let sending: Promise<void> | null = null;
  const sendAll = async () => {
    while (gathered.length > 0) {
      const messages = gathered;
      gathered = [];
      await producer.send({ topic: prefix + TOPIC, acks: -1, messages });
    }
    sending = null;
  };
  return {
    name: 'bare kafkajs, no database',
    deliver: async () => {
      const message = encodeMessage(newFact());
      const arrived = waiting.until(message.id);
      gathered.push({ key: message.key, value: JSON.stringify(message) });
      sending ??= sendAll();
      await arrived;
    },
    stop: async () => {
      await consumer.disconnect();
      await producer.disconnect();
    },
  };
}

/** A bus between a database that sends and one that consumes. */
export interface BusWorld {
  /** From `publish` to the effect committed. */
  readonly published: Subject;
  /** From the commit of a business transaction, through its outbox, to the effect committed. */
  readonly sent: Subject;
  stop(): Promise<void>;
}

/** Opens one adapter with an outbox before it and a table behind it. */
export async function busWorld(
  name: string,
  url: string,
  kafka: { brokers: string[]; prefix: string } | null,
): Promise<BusWorld> {
  const open = (service: string) =>
    Database.open({
      service: `bench-${name}-${service}`,
      entities: [],
      migrations: [...messagingMigrations, CreateEffects1763900000002],
      url,
      logger,
    });
  const [sender, consumer] = [await open('sender'), await open('consumer')];
  const waiting = new Waiting();
  const bus: MessageBus =
    kafka === null
      ? new LocalBus({ logger })
      : new KafkaBus({ address: { ...kafka, clientId: `bench-${name}` }, logger });
  bus.subscribe({
    topic: TOPIC,
    group: GROUP,
    database: consumer,
    handle: async (message: AnyMessage, { tx }: BusContext) => {
      await tx.execute('insert into effect (message_id, at) values ($1, now())', [message.id]);
      tx.afterCommit(() => waiting.arrived(message.id));
    },
  });
  await bus.start();
  const relay = new OutboxRelay({ database: sender, bus, logger });
  await relay.start();
  const stop = async () => {
    await bus.drain();
    await relay.stop();
    await bus.stop();
    await sender.close();
    await consumer.close();
  };
  const none = () => Promise.resolve();
  return {
    published: {
      name: `${name}, publish → effect`,
      deliver: async () => {
        const message = newFact();
        const arrived = waiting.until(message.id);
        await bus.publish(TOPIC, encodeMessage(message));
        await arrived;
      },
      stop: none,
    },
    sent: {
      name: `${name}, outbox → effect`,
      deliver: async () => {
        const message = newFact();
        const arrived = waiting.until(message.id);
        await sender.transaction((tx) => send(tx, TOPIC, message));
        await arrived;
      },
      stop: none,
    },
    stop,
  };
}
