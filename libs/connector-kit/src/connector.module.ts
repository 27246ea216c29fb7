import type { EntityClass } from '@cauce/database';
import { messagingMigrations } from '@cauce/messaging';
import { Module, type DynamicModule } from '@nestjs/common';
import { AnnounceRoutesJob } from './announce-routes.job.js';
import { callbacksController } from './callbacks/callbacks.controller.js';
import { CallbacksService } from './callbacks/callbacks.service.js';
import { TranslateCallbacksJob } from './callbacks/translate-callbacks.job.js';
import { connectorCommandsConsumer } from './calls/connector-commands.consumer.js';
import { DialerService } from './calls/dialer.service.js';
import { ExchangesService } from './calls/exchanges.service.js';
import { ProviderCallsService } from './calls/provider-calls.service.js';
import { VouchersService } from './calls/vouchers.service.js';
import { ConnectorContext } from './connector-context.js';
import { FactsService } from './facts/facts.service.js';
import { CreateConnector1764000200000 } from './migrations/create-connector.js';
import { PollPendingJob } from './polling/poll-pending.job.js';
import { PurgeExchangesJob } from './purge-exchanges.job.js';
import { FetchSettlementsJob } from './settlements/fetch-settlements.job.js';
import { SettlementFilesService } from './settlements/settlement-files.service.js';

/** What every connector service keeps in PostgreSQL. */
export const connectorStorage: { entities: EntityClass[]; migrations: typeof messagingMigrations } =
  {
    entities: [],
    migrations: [...messagingMigrations, CreateConnector1764000200000],
  };

/** The service around the connectors of one rail. */
@Module({})
export class ConnectorModule {
  static register(started: Omit<ConnectorContext, 'connectorOf'>): DynamicModule {
    return {
      module: ConnectorModule,
      controllers: [
        callbacksController(started.rail),
        connectorCommandsConsumer(started.rail, started.service),
      ],
      providers: [
        { provide: ConnectorContext, useValue: new ConnectorContext(started) },
        AnnounceRoutesJob,
        CallbacksService,
        DialerService,
        ExchangesService,
        FactsService,
        FetchSettlementsJob,
        PollPendingJob,
        ProviderCallsService,
        PurgeExchangesJob,
        SettlementFilesService,
        TranslateCallbacksJob,
        VouchersService,
      ],
    };
  }
}
