import { apiKeyMigrations } from '@cauce/api';
import type { EntityClass } from '@cauce/database';
import { messagingMigrations } from '@cauce/messaging';
import { CreateLedger1764000100000 } from './migrations/create-ledger.js';
import { DateBalances1764000300000 } from './migrations/date-balances.js';
import { IndexUnidentified1764000200000 } from './migrations/index-unidentified.js';

/** Name of the service: its schema, its roles and its consumer group. */
export const LEDGER_SERVICE = 'ledger';

/** What the ledger keeps in PostgreSQL; its hot path is SQL, so it has no entities. */
export const ledgerStorage: {
  service: string;
  entities: EntityClass[];
  migrations: typeof messagingMigrations;
} = {
  service: LEDGER_SERVICE,
  entities: [],
  migrations: [
    ...messagingMigrations,
    ...apiKeyMigrations,
    CreateLedger1764000100000,
    IndexUnidentified1764000200000,
    DateBalances1764000300000,
  ],
};
