import { apiKeyMigrations } from '@cauce/api';
import type { EntityClass } from '@cauce/database';
import { messagingMigrations } from '@cauce/messaging';
import { Module, type DynamicModule } from '@nestjs/common';
import { AccessKeysConsumer } from './access/access-keys.consumer.js';
import { BreakBookService } from './breaks/break-book.service.js';
import { BreaksService } from './breaks/breaks.service.js';
import { DaysService } from './days/days.service.js';
import { ReconciliationController } from './days/reconciliation.controller.js';
import { ExpectedItemsService } from './intake/expected-items.service.js';
import { KnownRoutesService } from './intake/known-routes.service.js';
import { LedgerEventsConsumer } from './intake/ledger-events.consumer.js';
import { SettlementFilesService } from './intake/settlement-files.service.js';
import { SettlementLinesConsumer } from './intake/settlement-lines.consumer.js';
import { DayRowsService } from './matching/day-rows.service.js';
import { DecideFilesService } from './matching/decide-files.service.js';
import { MatchBookService } from './matching/match-book.service.js';
import { MatchingService } from './matching/matching.service.js';
import { RematchDueJob } from './matching/rematch-due.job.js';
import { RematchRequestsService } from './matching/rematch-requests.service.js';
import { CreateReconciliation1764000000000 } from './migrations/create-reconciliation.js';
import { KeepWhatWasSaid1764600100000 } from './migrations/keep-what-was-said.js';
import { WidenSettlementWindow1764600000000 } from './migrations/widen-settlement-window.js';
import { ReconciliationContext, type ReconciliationRuntime } from './reconciliation-context.js';

/** Name of the service: its schema, its roles and its consumer group. */
export const RECONCILIATION_SERVICE = 'reconciliation';

/** What reconciliation keeps in PostgreSQL; its rows are read and written in SQL. */
export const reconciliationStorage: {
  service: string;
  entities: EntityClass[];
  migrations: typeof messagingMigrations;
} = {
  service: RECONCILIATION_SERVICE,
  entities: [],
  migrations: [
    ...messagingMigrations,
    ...apiKeyMigrations,
    CreateReconciliation1764000000000,
    WidenSettlementWindow1764600000000,
    KeepWhatWasSaid1764600100000,
  ],
};

/** Settlement files against the ledger: matches, breaks, and what each day has come to. */
@Module({})
export class ReconciliationModule {
  static register(runtime: ReconciliationRuntime): DynamicModule {
    return {
      module: ReconciliationModule,
      controllers: [
        ReconciliationController,
        SettlementLinesConsumer,
        LedgerEventsConsumer,
        AccessKeysConsumer,
      ],
      providers: [
        { provide: ReconciliationContext, useValue: new ReconciliationContext(runtime) },
        BreakBookService,
        BreaksService,
        DayRowsService,
        DaysService,
        DecideFilesService,
        ExpectedItemsService,
        KnownRoutesService,
        MatchBookService,
        MatchingService,
        RematchDueJob,
        RematchRequestsService,
        SettlementFilesService,
      ],
    };
  }
}
