import type { EntityManager } from 'typeorm';

/** Hand-written SQL with numbered parameters (`$1`). Columns of type bigint, numeric and
 * date arrive as text. */
export interface Sql {
  /** @returns the rows, of SELECT or of RETURNING */
  query<Row = Record<string, unknown>>(text: string, params?: readonly unknown[]): Promise<Row[]>;
  /** @returns how many rows were affected */
  execute(text: string, params?: readonly unknown[]): Promise<number>;
}

/** The one way to write: everything done through it counts together or not at all. */
export interface Transaction extends Sql {
  /** Entities within this transaction. */
  readonly manager: EntityManager;
  /** Runs after the commit, in order, and not at all after a rollback; it must not fail or wait. */
  afterCommit(effect: () => void): void;
}
