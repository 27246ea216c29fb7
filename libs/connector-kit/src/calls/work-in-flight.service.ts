import { setTimeout as pause } from 'node:timers/promises';
import { isTransient, type Transaction } from '@cauce/database';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';

/** Pauses before an outcome is written again; together about as long as a database takes to restart. */
const PAUSES_MS = [50, 200, 500, 1_000, 2_000, 4_000, 8_000];

/** Work that runs after a command was claimed: nobody waits for it, so the process must before it ends. */
@Injectable()
export class WorkInFlightService implements BeforeApplicationShutdown {
  private readonly running = new Set<Promise<void>>();

  constructor(private readonly context: ConnectorContext) {}

  /** Waits for what runs: each piece has a deadline of its own. */
  async beforeApplicationShutdown(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }

  /** Runs work that is waited for before the service stops. */
  async follow(work: () => Promise<void>): Promise<void> {
    const running = work();
    this.running.add(running);
    try {
      await running;
    } finally {
      this.running.delete(running);
    }
  }

  /**
   * Writes what a provider answered. While the database is away it is tried again: giving up would not lose
   * money, but cost a status query and the payer's patience.
   */
  async store(write: (tx: Transaction) => Promise<void>): Promise<void> {
    for (const pauseMs of [...PAUSES_MS, null]) {
      try {
        await this.context.database.transaction(write);
        return;
      } catch (error) {
        if (pauseMs === null || !isTransient(error)) throw error;
        this.context.logger.warn({ err: error }, 'outcome not stored yet');
        await pause(pauseMs);
      }
    }
  }
}
