import { Module, type DynamicModule } from '@nestjs/common';
import { AccessKeysConsumer } from './access/access-keys.consumer.js';
import { AccountsService } from './accounts/accounts.service.js';
import { LedgerContext } from './ledger-context.js';
import { FeesService } from './posting/fees.service.js';
import { PaymentEventsConsumer } from './posting/payment-events.consumer.js';
import { PostingService } from './posting/posting.service.js';
import { LedgerController } from './reports/ledger.controller.js';
import { ReportsService } from './reports/reports.service.js';
import { WatchBalanceJob } from './reports/watch-balance.job.js';

/** The ledger: what every event of money does to the books, and the books to read. */
@Module({})
export class LedgerModule {
  static register(started: LedgerContext): DynamicModule {
    return {
      module: LedgerModule,
      controllers: [LedgerController, PaymentEventsConsumer, AccessKeysConsumer],
      providers: [
        { provide: LedgerContext, useValue: new LedgerContext(started) },
        AccountsService,
        FeesService,
        PostingService,
        ReportsService,
        WatchBalanceJob,
      ],
    };
  }
}
