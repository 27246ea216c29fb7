import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { AnnounceRoutesJob } from './announce-routes.job.js';
import { BankListsService } from './banks/bank-lists.service.js';
import { RefreshBanksJob } from './banks/refresh-banks.job.js';
import { callbacksController } from './callbacks/callbacks.controller.js';
import { CallbacksService } from './callbacks/callbacks.service.js';
import { ReceiveCallbacksService } from './callbacks/receive-callbacks.service.js';
import { TranslateCallbacksJob } from './callbacks/translate-callbacks.job.js';
import { TranslateCallbacksService } from './callbacks/translate-callbacks.service.js';
import { AskProvidersService } from './calls/ask-providers.service.js';
import { CancelVouchersService } from './calls/cancel-vouchers.service.js';
import { CommandsService } from './calls/commands.service.js';
import { connectorCommandsConsumer } from './calls/connector-commands.consumer.js';
import { DialerService } from './calls/dialer.service.js';
import { ExchangesService } from './calls/exchanges.service.js';
import { IssueVouchersService } from './calls/issue-vouchers.service.js';
import { ReadStatusService } from './calls/read-status.service.js';
import { ResultsService } from './calls/results.service.js';
import { UnhostedRoutesService } from './calls/unhosted-routes.service.js';
import { WorkInFlightService } from './calls/work-in-flight.service.js';
import { ConnectorContext, type ConnectorRuntime } from './connector-context.js';
import { FactConflictsService } from './facts/fact-conflicts.service.js';
import { FactsService } from './facts/facts.service.js';
import { StateFactsService } from './facts/state-facts.service.js';
import { ForgetOldRowsJob } from './forget-old-rows.job.js';
import { PollPendingJob } from './polling/poll-pending.job.js';
import { FetchSettlementsJob } from './settlements/fetch-settlements.job.js';
import { SendSettlementsService } from './settlements/send-settlements.service.js';
import { SettlementFilesService } from './settlements/settlement-files.service.js';
import { KeepTillsService } from './tills/keep-tills.service.js';
import { TillEndingService } from './tills/till-ending.service.js';
import { TillRegisterService } from './tills/till-register.service.js';
import { TillTransactionsService } from './tills/till-transactions.service.js';
import { TillVouchersService } from './tills/till-vouchers.service.js';
import { tillsController } from './tills/tills.controller.js';
import { TillsService } from './tills/tills.service.js';
import { VouchersService } from './vouchers/vouchers.service.js';

const PROVIDERS: readonly Provider[] = [
  AnnounceRoutesJob,
  AskProvidersService,
  BankListsService,
  CallbacksService,
  CancelVouchersService,
  CommandsService,
  DialerService,
  ExchangesService,
  FactConflictsService,
  FactsService,
  FetchSettlementsJob,
  ForgetOldRowsJob,
  IssueVouchersService,
  KeepTillsService,
  PollPendingJob,
  ReadStatusService,
  ReceiveCallbacksService,
  RefreshBanksJob,
  ResultsService,
  SendSettlementsService,
  SettlementFilesService,
  StateFactsService,
  TillEndingService,
  TillRegisterService,
  TillTransactionsService,
  TillVouchersService,
  TillsService,
  TranslateCallbacksJob,
  TranslateCallbacksService,
  UnhostedRoutesService,
  VouchersService,
  WorkInFlightService,
];

/** The service around the connectors of one rail. It stops taking work before it shuts down, and closes no database. */
@Module({})
export class ConnectorModule {
  static register(runtime: ConnectorRuntime): DynamicModule {
    const { rail, service, connectors } = runtime;
    const withCallbacks = connectors.filter((one) => one.readCallback !== undefined);
    return {
      module: ConnectorModule,
      controllers: [
        ...withCallbacks.map((one) => callbacksController(one)),
        ...connectors.flatMap(({ route, tills }) => (tills ? [tillsController(route, tills)] : [])),
        connectorCommandsConsumer(rail, service),
      ],
      providers: [
        { provide: ConnectorContext, useValue: new ConnectorContext(runtime) },
        ...PROVIDERS,
      ],
    };
  }
}
