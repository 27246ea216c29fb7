import type { Logger } from '@cauce/observability';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { backOffMs, pause } from './back-off.js';
import type { Subscription } from './message-bus.js';
import type { MessageRunner } from './message-runner.js';
import { PartitionLane } from './partition-lane.js';
import { ToldPositions } from './told-positions.js';

/** A member that is silent this long is taken for dead, and its partitions go to the others. */
const SESSION_MS = 10_000;
const HEARTBEAT_MS = 2_000;

/** How long members may take to come back when the group is shared out anew. */
const REBALANCE_MS = 15_000;

/** Longest wait for a message at the broker; it answers at once when there is one. */
const FETCH_WAIT_MS = 500;

/** How often the broker is told of positions, for its tools that show the lag; ours are in the database. */
const TELL_POSITIONS_MS = 1_000;

/** How long a start waits for the first partitions; a broker that is away does not keep a service down. */
const JOIN_WITHIN_MS = 10_000;

/** Under a second of tries: a new consumer asks a broker that lives where everything is now. */
const CLIENT_TRIES = 3;

const BACK_OFF = { firstMs: 200, factor: 2, maxMs: 5_000 };

/** A topic that the group reads, and what applies its messages. */
export interface Reader {
  readonly subscription: Subscription;
  readonly runner: MessageRunner;
}

/** One process's membership in a consumer group, kept up for as long as it runs. */
export class KafkaGroup {
  private readonly lanes = new Map<string, PartitionLane>();
  private consumer: Consumer | null = null;
  private stopping = new AbortController();
  private membership: Promise<void> = Promise.resolve();
  private joined: () => void = () => undefined;
  private crashed: (error: Error) => void = () => undefined;
  private telling: NodeJS.Timeout | null = null;
  private readonly told: ToldPositions;

  constructor(
    readonly name: string,
    private readonly prefix: string,
    private readonly readers: ReadonlyMap<string, Reader>,
    private readonly kafka: Kafka,
    private readonly logger: Logger,
  ) {
    this.told = new ToldPositions(prefix, logger);
  }

  /** Whether the broker counts this process as a member at the moment. */
  isMember = false;

  /** @returns once it has its partitions, or the broker has not answered for a while */
  async start(): Promise<void> {
    this.stopping = new AbortController();
    const joined = new Promise<void>((resolve) => (this.joined = resolve));
    for (const { runner } of this.readers.values()) runner.start();
    this.membership = this.stayMember();
    this.telling = setInterval(() => void this.tellPositions(), TELL_POSITIONS_MS);
    await Promise.race([joined, pause(JOIN_WITHIN_MS, this.stopping.signal)]);
    if (!this.isMember) this.logger.warn({ group: this.name }, 'not in the consumer group yet');
  }

  /** Finishes the transactions that run, tells their positions, and leaves the group. */
  async stop(): Promise<void> {
    this.stopping.abort();
    if (this.telling !== null) clearInterval(this.telling);
    for (const { runner } of this.readers.values()) await runner.stop();
    await Promise.all([...this.lanes.values()].map((lane) => lane.drop()));
    await this.tellPositions();
    this.crashed(new Error('stopped'));
    await this.membership;
    for (const { runner } of this.readers.values()) await runner.idle();
  }

  partitionsOf(topic: string): readonly number[] {
    return this.lanesOf(topic).map((lane) => lane.stream.partition);
  }

  /** Messages in a topic's log that are not settled. */
  lagOf(topic: string): number {
    return this.lanesOf(topic).reduce((sum, lane) => sum + lane.lag, 0);
  }

  private lanesOf(topic: string): PartitionLane[] {
    return [...this.lanes.values()].filter((lane) => lane.stream.topic === topic);
  }

  /** Joins, and joins again whenever the client gives up. */
  private async stayMember(): Promise<void> {
    for (let round = 0; !this.stopping.signal.aborted; round += 1) {
      try {
        await this.beMember(() => (round = 0));
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        this.logger.warn({ err: error, group: this.name, round }, 'out of the consumer group');
      }
      await pause(backOffMs(BACK_OFF, round), this.stopping.signal);
    }
  }

  private async beMember(onJoined: () => void): Promise<void> {
    const consumer = this.kafka.consumer({
      groupId: this.prefix + this.name,
      sessionTimeout: SESSION_MS,
      heartbeatInterval: HEARTBEAT_MS,
      rebalanceTimeout: REBALANCE_MS,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      allowAutoTopicCreation: false,
      // A consumer that crashed is replaced by a new one: the client's own restarts are known to hang.
      retry: { retries: CLIENT_TRIES, restartOnFailure: async () => false },
    });
    this.consumer = consumer;
    const crash = new Promise<never>((_, reject) => (this.crashed = reject));
    crash.catch(() => undefined);
    consumer.on('consumer.crash', ({ payload }) => this.crashed(payload.error));
    consumer.on('consumer.rebalancing', () => this.share({}));
    consumer.on('consumer.group_join', ({ payload }) => {
      this.share(payload.memberAssignment);
      this.isMember = true;
      onJoined();
      this.joined();
    });
    try {
      await consumer.connect();
      await consumer.subscribe({
        topics: [...this.readers.keys()].map((topic) => this.prefix + topic),
        fromBeginning: true,
      });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        eachBatch: async (payload) => this.take(payload),
      });
      await crash;
    } finally {
      this.isMember = false;
      this.share({});
      this.consumer = null;
      await consumer.disconnect().catch(() => undefined);
    }
  }

  /** Whoever joins starts anew: what was fetched for an earlier share is fetched again. */
  private share(assignment: Readonly<Record<string, number[]>>): void {
    for (const lane of this.lanes.values()) void lane.drop();
    this.lanes.clear();
    this.told.forget();
    if (this.stopping.signal.aborted) return;
    for (const [onBroker, partitions] of Object.entries(assignment)) {
      const topic = onBroker.slice(this.prefix.length);
      for (const partition of partitions) this.open(topic, partition);
    }
    this.logger.info({ group: this.name, assignment }, 'partitions shared out');
  }

  private open(topic: string, partition: number): void {
    const reader = this.readers.get(topic);
    if (reader === undefined) return;
    const onBroker = this.prefix + topic;
    const resume = () => this.consumer?.resume([{ topic: onBroker, partitions: [partition] }]);
    resume();
    const lane = new PartitionLane({
      stream: { consumer: this.name, topic, partition },
      database: reader.subscription.database,
      runner: reader.runner,
      logger: this.logger,
      seek: (offset) =>
        this.consumer?.seek({ topic: onBroker, partition, offset: offset.toString() }),
      resume,
    });
    this.lanes.set(nameOf(topic, partition), lane);
  }

  private take({ batch, resolveOffset, isRunning, isStale, pause: hold }: EachBatchPayload): void {
    const lane = this.lanes.get(nameOf(batch.topic.slice(this.prefix.length), batch.partition));
    if (lane === undefined || !isRunning() || isStale() || this.stopping.signal.aborted) return;
    const isFull = lane.push(batch.messages, batch.highWatermark);
    resolveOffset(batch.lastOffset());
    if (isFull) hold();
  }

  private async tellPositions(): Promise<void> {
    const { consumer } = this;
    if (consumer === null || !this.isMember) return;
    const lanes = [...this.lanes.values()];
    await this.told.tell(lanes, (offsets) => consumer.commitOffsets([...offsets]));
  }
}

function nameOf(topic: string, partition: number): string {
  return JSON.stringify([topic, partition]);
}
