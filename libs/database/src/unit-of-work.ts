import type { PoolClient } from 'pg';
import type { EntityManager, QueryRunner } from 'typeorm';
import { ConnectionLostError, isTransient, TransactionMisuseError } from './database-errors.js';
import { hideValues } from './error-values.js';
import { discard } from './discard.js';
import type { Transaction } from './sql.js';

/**
 * One transaction on one connection. Every statement, hand-written or made by the manager, passes one
 * gate: one at a time, none after the end.
 */
export class UnitOfWork implements Transaction {
  private isEnded = false;
  private running: { readonly text: string; readonly settled: Promise<unknown> } | null = null;
  private lost: Error | null = null;
  private readonly effects: (() => void)[] = [];
  private readonly onError = (error: Error) => {
    this.lost ??= error;
  };

  private constructor(
    private readonly service: string,
    private readonly runner: QueryRunner,
    private readonly client: PoolClient,
  ) {
    const send: QueryRunner['query'] = runner.query.bind(runner);
    runner.query = ((text: string, params?: unknown[], isStructured?: true) =>
      this.throughGate(text, () => send(text, params, isStructured as true))) as typeof send;
    runner.stream = () =>
      Promise.reject(new TransactionMisuseError('a stream would outlive its statement'));
    client.on('error', this.onError);
  }

  /** @param runner - fresh; it is given back by {@link commit} or {@link rollback} */
  static async begin(service: string, runner: QueryRunner): Promise<UnitOfWork> {
    const unit = new UnitOfWork(service, runner, await runner.connect());
    try {
      await runner.startTransaction();
      return unit;
    } catch (error) {
      await unit.giveBack({ isUsable: false });
      throw error;
    }
  }

  get isOpen(): boolean {
    return !this.isEnded;
  }

  get manager(): EntityManager {
    return this.runner.manager;
  }

  async query<Row = Record<string, unknown>>(
    text: string,
    params: readonly unknown[] = [],
  ): Promise<Row[]> {
    return (await this.runner.query(text, [...params], true)).records;
  }

  async execute(text: string, params: readonly unknown[] = []): Promise<number> {
    return (await this.runner.query(text, [...params], true)).affected ?? 0;
  }

  afterCommit(effect: () => void): void {
    this.assertOpen('afterCommit');
    this.effects.push(effect);
  }

  /**
   * @returns the effects to run now
   * @throws ConnectionLostError when nobody knows whether it counted
   * @throws Error when PostgreSQL rolled back instead: a failed statement was swallowed
   */
  async commit(): Promise<readonly (() => void)[]> {
    this.assertOpen('COMMIT');
    if (this.running !== null) {
      throw new TransactionMisuseError(
        `the transaction was left while "${this.running.text}" was running`,
      );
    }
    this.isEnded = true;
    try {
      const { command } = await this.client.query('COMMIT');
      await this.giveBack({ isUsable: true });
      if (command === 'COMMIT') return this.effects;
    } catch (error) {
      const isLost = isTransient(error);
      await this.giveBack({ isUsable: !isLost });
      throw isLost ? new ConnectionLostError(this.service, 'commit', error) : hideValues(error);
    }
    throw new TransactionMisuseError(
      'the commit ended in a rollback: the error of an earlier statement was swallowed',
    );
  }

  /** Never throws: the error that led here matters more. A connection that fails is thrown away. */
  async rollback(): Promise<void> {
    if (this.isEnded) return;
    this.isEnded = true;
    if (this.lost !== null) return this.giveBack({ isUsable: false });
    await this.running?.settled;
    try {
      await this.client.query('ROLLBACK');
      await this.giveBack({ isUsable: true });
    } catch {
      await this.giveBack({ isUsable: false });
    }
  }

  private async giveBack(connection: { isUsable: boolean }): Promise<void> {
    this.isEnded = true;
    if (!connection.isUsable) discard(this.client);
    await this.runner.release();
    this.client.off('error', this.onError);
  }

  private async throughGate<T>(text: string, send: () => Promise<T>): Promise<T> {
    this.assertOpen(text);
    if (this.running !== null) {
      throw new TransactionMisuseError(
        `two statements at once in one transaction: "${brief(text)}" while "${this.running.text}" is running; await one after the other`,
      );
    }
    const answer = this.watched(send);
    this.running = { text: brief(text), settled: answer.catch(() => undefined) };
    return answer;
  }

  private async watched<T>(send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      if (/Query read timeout/.test(String(error))) this.lost ??= new Error('no answer in time');
      if (this.lost === null) throw hideValues(error);
      throw new ConnectionLostError(this.service, 'transaction', hideValues(error));
    } finally {
      this.running = null;
    }
  }

  private assertOpen(text: string): void {
    if (this.lost !== null) {
      throw new ConnectionLostError(this.service, 'transaction', this.lost);
    }
    if (this.isEnded) {
      throw new TransactionMisuseError(`"${brief(text)}" came after the transaction had ended`);
    }
  }
}

/** Enough of a statement to find it; parameters are not part of its text. */
function brief(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
