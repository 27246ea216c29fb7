import { AsyncLocalStorage } from 'node:async_hooks';
import { TransactionMisuseError } from './database-errors.js';
import type { UnitOfWork } from './unit-of-work.js';

/** The unit of work that the running code is in, and the one around it, of another service's database. */
interface Scope {
  readonly owner: { readonly service: string };
  readonly unit: UnitOfWork;
  readonly outer: Scope | undefined;
}

const scopes = new AsyncLocalStorage<Scope>();

/** Runs work so that {@link assertOutside} knows about it, through every await. */
export function runInside<T>(owner: Scope['owner'], unit: UnitOfWork, work: () => T): T {
  return scopes.run({ owner, unit, outer: scopes.getStore() }, work);
}

/**
 * A second connection while one is held: a full pool would wait for itself for ever, and a write would
 * survive the rollback.
 *
 * @param use - what is about to be used, for the message
 * @throws TransactionMisuseError inside a transaction of the same database that has not ended
 */
export function assertOutside(owner: Scope['owner'], use: string): void {
  for (let scope = scopes.getStore(); scope !== undefined; scope = scope.outer) {
    if (scope.owner !== owner || !scope.unit.isOpen) continue;
    throw new TransactionMisuseError(
      `${use} of the database of ${owner.service} was used inside a transaction of it: use the transaction, so that the write counts or fails with it`,
    );
  }
}
