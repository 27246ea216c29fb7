import { EventEmitter } from 'node:events';

/**
 * Tells relays of this process that a schema's outbox has new rows. Only a hint that saves waiting for the
 * next poll: the rows are the truth.
 */
class OutboxSignal {
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  emit(schema: string): void {
    this.emitter.emit(schema);
  }

  /** @returns a function that ends the listening */
  listen(schema: string, listener: () => void): () => void {
    this.emitter.on(schema, listener);
    return () => this.emitter.off(schema, listener);
  }
}

export const outboxWritten = new OutboxSignal();
