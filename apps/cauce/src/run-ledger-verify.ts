import type { Environment } from '@cauce/config';
import { ledgerStorage, verifyLedger } from '@cauce/ledger';
import type { CommandCall } from './command.js';
import { withStore } from './open-store.js';

/** `cauce ledger verify`: checks every invariant of the ledger; 0 when all hold, 1 when one does not. */
export async function runLedgerVerify(env: Environment, { out }: CommandCall): Promise<number> {
  const report = await withStore(env, ledgerStorage, verifyLedger);
  out.write(`${JSON.stringify(report, null, 2)}\n`);
  return report.ok ? 0 : 1;
}
