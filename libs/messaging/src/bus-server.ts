import type { Database } from '@cauce/database';
import type { Logger } from '@cauce/observability';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { MessageBus } from './message-bus.js';

export interface BusServerOptions {
  readonly bus: MessageBus;
  /** Databases by consumer group, which is the name of the service. */
  readonly databases: ReadonlyMap<string, Database>;
  readonly logger: Logger;
}

interface Handler {
  readonly topic: string;
  readonly group: string;
  readonly callback: MessageHandler;
}

/** Nest's side of the bus: every method with `@Consumes` becomes a subscription. */
export class BusServer extends Server implements CustomTransportStrategy {
  /** Failures go to the runner, which retries; Nest need not report them. */
  override readonly propagatesEventHandlerErrors = true;
  private readonly handlers: Handler[] = [];

  constructor(private readonly options: BusServerOptions) {
    super();
  }

  /** Groups stay apart: Nest would chain the handlers of one topic into one. */
  override addHandler(
    pattern: unknown,
    callback: MessageHandler,
    _isEventHandler?: boolean,
    extras: Record<string, unknown> = {},
  ): void {
    const { group } = extras;
    if (typeof pattern !== 'string' || typeof group !== 'string') {
      throw new Error('handlers of the bus are marked with @Consumes(topic, group)');
    }
    this.handlers.push({ topic: pattern, group, callback });
  }

  listen(done: (error?: unknown) => void): void {
    const { bus, databases } = this.options;
    try {
      for (const { topic, group, callback } of this.handlers) {
        const database = databases.get(group);
        if (database === undefined) throw new Error(`no database for consumer group ${group}`);
        bus.subscribe({
          topic,
          group,
          database,
          handle: async (message, context) => {
            const result: unknown = await callback(message, context);
            if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
          },
        });
      }
    } catch (error) {
      done(error);
      return;
    }
    bus.start().then(() => {
      const handlers = this.handlers.map(({ topic, group }) => `${group} ${topic}`);
      this.options.logger.debug({ handlers }, 'messages are consumed');
      done();
    }, done);
  }

  close(): Promise<void> {
    return this.options.bus.stop();
  }

  on(): void {
    throw new Error('the bus has no events of its own');
  }

  unwrap<T>(): T {
    return this.options.bus as T;
  }
}
