import {
  decodeMessage,
  MalformedMessageError,
  SEQUENCED_TOPICS,
  type WireMessage,
} from '@cauce/contracts';
import { isTransient, type Transaction } from '@cauce/database';
import type { Logger, Metrics } from '@cauce/observability';
import { BusContext } from './bus-context.js';
import { claim, takeParked } from './consume-once.js';
import type { Subscription } from './message-bus.js';

/** Tries of a handler before its message is set aside; transient database errors do not count. */
const MAX_ATTEMPTS = 5;

/** First and longest pause between tries. */
const FIRST_PAUSE_MS = 20;
const MAX_PAUSE_MS = 5_000;

/** Parked messages applied in a row after a gap closed: more come with the next message. */
const MAX_DRAINED = 10_000;

type Applied = 'handled' | 'duplicate' | 'parked';

/** Applies messages for one subscription; every adapter uses it, so that all of them mean the same. */
export class MessageRunner {
  private readonly results;
  private readonly stopping = new AbortController();

  constructor(
    private readonly subscription: Subscription,
    private readonly logger: Logger,
    metrics?: Metrics,
  ) {
    this.results = metrics?.counter(
      'cauce_messages_consumed_total',
      'Messages by what became of them',
      ['consumer', 'topic', 'result'],
    );
  }

  /** Gives up waiting between tries: what has not committed comes again after the next start. */
  stop(): void {
    this.stopping.abort();
  }

  /**
   * Applies one message: effect and position commit together.
   *
   * @returns once it is handled, known already, parked, or set aside as a dead letter
   * @throws only when stopped while it could not be applied: the message must be delivered again
   */
  async run(wire: WireMessage): Promise<void> {
    const applied = await this.untilSettled(wire);
    if (applied !== 'handled' || !SEQUENCED_TOPICS.has(this.subscription.topic)) return;
    for (let drained = 0; drained < MAX_DRAINED; drained += 1) {
      const isMore = await this.applyParked(wire.key);
      if (!isMore) return;
    }
  }

  private async untilSettled(wire: WireMessage): Promise<Applied | 'dead'> {
    let failures = 0;
    for (let round = 0; ; round += 1) {
      try {
        return await this.apply(wire);
      } catch (error) {
        const isWaitWorthwhile = isTransient(error);
        if (!isWaitWorthwhile) failures += 1;
        const isHopeless = error instanceof MalformedMessageError;
        if (isHopeless || failures >= MAX_ATTEMPTS) {
          await this.bury(wire, error, Math.max(failures, 1));
          return 'dead';
        }
        this.logger.warn(
          { err: error, messageId: wire.id, topic: this.subscription.topic },
          'message failed',
        );
        await this.pause(round, error);
      }
    }
  }

  private async apply(
    wire: WireMessage,
    before?: (tx: Transaction) => Promise<void>,
  ): Promise<Applied> {
    const { topic, group, database } = this.subscription;
    const message = decodeMessage(wire);
    const { applied, effects } = await database.transaction(async (tx) => {
      await before?.(tx);
      const claimed = await claim(tx, { consumer: group, topic }, message, wire);
      if (claimed !== 'handle') return { applied: claimed, effects: [] };
      const context = new BusContext(tx);
      await this.subscription.handle(message, context);
      return { applied: 'handled' as const, effects: context.takeEffects() };
    });
    this.results?.inc({ consumer: group, topic, result: applied });
    for (const effect of effects) this.runEffect(effect, wire);
    return applied;
  }

  /** Applies the parked message whose turn has come. @returns false when there is none */
  private async applyParked(key: string): Promise<boolean> {
    const { topic, group, database } = this.subscription;
    const stream = { consumer: group, topic };
    const parked = await database.transaction((tx) => takeParked(tx, stream, key));
    if (parked === null) return false;
    return (await this.untilSettled(parked)) === 'handled';
  }

  private runEffect(effect: () => Promise<void>, wire: WireMessage): void {
    effect().catch((error: unknown) => {
      this.logger.error({ err: error, messageId: wire.id }, 'work after a message failed');
    });
  }

  /** Sets a message aside, so that the others go on. On a sequenced topic its successors will park. */
  private async bury(wire: WireMessage, error: unknown, attempts: number): Promise<void> {
    const { topic, group, database } = this.subscription;
    const reason = error instanceof MalformedMessageError ? 'malformed' : 'failed';
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    for (let round = 0; ; round += 1) {
      try {
        await database.transaction(async (tx) => {
          await tx.execute(
            `insert into dead_letter (consumer, topic, key, message, reason, error, attempts, died_at)
             values ($1, $2, $3, $4, $5, $6, $7, now()) on conflict do nothing`,
            [
              group,
              topic,
              String(wire.key),
              JSON.stringify(wire),
              reason,
              text.slice(0, 4_000),
              attempts,
            ],
          );
          if (SEQUENCED_TOPICS.has(topic)) return;
          await tx.execute(
            `insert into inbox (consumer, message_id, consumed_at) values ($1, $2, now())
             on conflict do nothing`,
            [group, String(wire.id)],
          );
        });
        break;
      } catch (failure) {
        if (!isTransient(failure)) throw failure;
        await this.pause(round, failure);
      }
    }
    this.results?.inc({ consumer: group, topic, result: 'dead' });
    this.logger.error(
      { err: error, messageId: wire.id, topic, consumer: group },
      'message set aside as a dead letter',
    );
  }

  private async pause(round: number, cause: unknown): Promise<void> {
    if (this.stopping.signal.aborted) throw cause;
    const ms = Math.min(FIRST_PAUSE_MS * 2 ** round, MAX_PAUSE_MS) * (0.8 + Math.random() * 0.4);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(done, ms);
      const stopped = () => {
        clearTimeout(timer);
        reject(cause instanceof Error ? cause : new Error(String(cause)));
      };
      const { signal } = this.stopping;
      function done() {
        signal.removeEventListener('abort', stopped);
        resolve();
      }
      signal.addEventListener('abort', stopped, { once: true });
    });
  }
}
