import type { PoolClient } from 'pg';
import type { EntityManager, QueryRunner } from 'typeorm';
import { ConnectionLostError, isTransient, TransactionMisuseError } from './database-errors.js';
import type { Transaction } from './sql.js';

/**
 * One transaction on one connection. Every statement, hand-written or made by the manager, passes one
 * gate: one at a time, none after the end.
 */
export class UnitOfWork implements Transaction {
  private isEnded = false;
  private running: string | null = null;
  private lost: Error | null = null;
  private readonly effects: (() => void)[] = [];

  private constructor(
    private readonly service: string,
    private readonly runner: QueryRunner,
    private readonly client: PoolClient,
  ) {
    const send: QueryRunner['query'] = runner.query.bind(runner);
    runner.query = ((text: string, params?: unknown[], isStructured?: true) =>
      this.throughGate(text, () => send(text, params, isStructured as true))) as typeof send;
    runner.stream = () => Promise.reject(new TransactionMisuseError('streams are not supported'));
    client.once('error', (error) => (this.lost = error));
  }

  /** @param runner - fresh; it is given back by {@link commit} or {@link rollback} */
  static async begin(service: string, runner: QueryRunner): Promise<UnitOfWork> {
    const client: PoolClient = await runner.connect();
    const unit = new UnitOfWork(service, runner, client);
    try {
      await runner.startTransaction();
      return unit;
    } catch (error) {
      await unit.discard();
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
    params?: readonly unknown[],
  ): Promise<Row[]> {
    const result = await this.runner.query(text, [...(params ?? [])], true);
    return result.records;
  }

  async execute(text: string, params?: readonly unknown[]): Promise<number> {
    const result = await this.runner.query(text, [...(params ?? [])], true);
    return result.affected ?? 0;
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
    if (this.running !== null) {
      throw new TransactionMisuseError(
        `the transaction was left while "${this.running}" was running`,
      );
    }
    this.isEnded = true;
    try {
      const { command } = await this.client.query('COMMIT');
      if (command !== 'COMMIT') {
        throw new Error('the commit ended in a rollback: an earlier statement failed unnoticed');
      }
    } catch (error) {
      await this.discard();
      throw isTransient(error) ? new ConnectionLostError(this.service, 'commit', error) : error;
    }
    await this.runner.release();
    return this.effects;
  }

  /** Never throws: the error that led here matters more. A connection that fails it is thrown away. */
  async rollback(): Promise<void> {
    if (this.isEnded) return;
    this.isEnded = true;
    try {
      // A statement that still runs is waited for: the connection does one thing after another.
      await this.client.query('ROLLBACK');
      await this.runner.release();
    } catch {
      await this.discard();
    }
  }

  /** A pool takes no connection back that is ending. */
  private async discard(): Promise<void> {
    this.isEnded = true;
    void Promise.resolve((this.client as unknown as { end(): Promise<void> }).end()).catch(
      () => undefined,
    );
    await this.runner.release();
  }

  private async throughGate<T>(text: string, send: () => Promise<T>): Promise<T> {
    this.assertOpen(text);
    if (this.running !== null) {
      throw new TransactionMisuseError(
        `two statements at once in one transaction: "${brief(text)}" while "${this.running}" is running; await one after the other`,
      );
    }
    this.running = brief(text);
    try {
      return await send();
    } catch (error) {
      if (this.lost === null) throw error;
      throw new ConnectionLostError(this.service, 'transaction', error);
    } finally {
      this.running = null;
    }
  }

  private assertOpen(text: string): void {
    if (this.isEnded) {
      throw new TransactionMisuseError(`"${brief(text)}" came after the transaction had ended`);
    }
    if (this.lost !== null) {
      throw new ConnectionLostError(this.service, 'transaction', this.lost);
    }
  }
}

/** Enough of a statement to find it; parameters are not part of its text. */
function brief(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
