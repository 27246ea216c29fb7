import type { EntityClass, MigrationClass } from '@cauce/database';
import { messagingMigrations } from '@cauce/messaging';
import { CallbackInboxEntity } from './callbacks/callback-inbox.entity.js';
import { ExchangeEntity } from './calls/exchange.entity.js';
import { AnswerTills1764400100000 } from './migrations/answer-tills.js';
import { AskForBanks1764800000000 } from './migrations/ask-for-banks.js';
import { CreateConnector1764000200000 } from './migrations/create-connector.js';
import { KeepBankLists1764200100000 } from './migrations/keep-bank-lists.js';
import { TakeByRoute1764900000000 } from './migrations/take-by-route.js';

/** What every connector service keeps in PostgreSQL. */
export const connectorStorage: {
  entities: EntityClass[];
  migrations: MigrationClass[];
} = {
  entities: [CallbackInboxEntity, ExchangeEntity],
  migrations: [
    ...messagingMigrations,
    CreateConnector1764000200000,
    KeepBankLists1764200100000,
    AnswerTills1764400100000,
    AskForBanks1764800000000,
    TakeByRoute1764900000000,
  ],
};
