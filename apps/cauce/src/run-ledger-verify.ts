import { EmbeddedPostgres, Database } from '@cauce/database';
import { LEDGER_SERVICE, ledgerStorage, verifyLedger } from '@cauce/ledger';
import { createLogger } from '@cauce/observability';
import { join } from 'node:path';
import { readSettings, type Environment } from './settings.js';

/** `cauce ledger verify`: checks every invariant of the ledger; 0 when all hold, 1 when one does not. */
export async function runLedgerVerify(env: Environment): Promise<number> {
  const { variables, dataDir } = readSettings(env);
  const logger = createLogger({ service: 'cauce', level: 'warn' });
  const embedded =
    variables.CAUCE_DATABASE_URL === undefined
      ? await EmbeddedPostgres.start({ dataDir: join(dataDir, 'postgres'), logger })
      : null;
  try {
    const url = variables.CAUCE_DATABASE_URL ?? embedded?.url ?? '';
    const database = await Database.open({
      url,
      ...ledgerStorage,
      service: LEDGER_SERVICE,
      logger,
    });
    try {
      const report = await verifyLedger(database);
      process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
      return report.ok ? 0 : 1;
    } finally {
      await database.close();
    }
  } finally {
    await embedded?.stop();
  }
}
