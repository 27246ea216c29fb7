import type { Database } from '@cauce/database';
import { INVARIANTS } from './invariants.js';
import type { Verification } from './ledger.schema.js';

/** Violations shown for each invariant. */
const EXAMPLES = 5;

/** Checks every invariant of the books, on one snapshot. */
export async function verifyLedger(database: Database): Promise<Verification> {
  return database.transaction(async (tx) => {
    await tx.execute('set transaction isolation level repeatable read read only');
    await tx.execute('set local statement_timeout = 0');
    const checks = [];
    for (const { name, sql } of INVARIANTS) {
      const [row] = await tx.query<{ violations: number; examples: string[] | null }>(
        `with broken as (${sql})
         select (select count(*) from broken)::int as violations,
           (select array_agg(violation) from (select violation from broken limit $1) few) as examples`,
        [EXAMPLES],
      );
      checks.push({ name, violations: row?.violations ?? 0, examples: row?.examples ?? [] });
    }
    const [counted] = await tx.query<Verification['counted']>(
      `select (select count(*) from account)::int as accounts,
         (select count(*) from transaction)::int as transactions,
         (select count(*) from entry)::int as entries`,
    );
    return {
      ok: checks.every((check) => check.violations === 0),
      checks,
      counted: counted ?? { accounts: 0, transactions: 0, entries: 0 },
    };
  });
}
