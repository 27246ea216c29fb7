import { Module, type DynamicModule } from '@nestjs/common';
import { ConnectorClient } from './connectors/connector.client.js';
import { AdmittedRouteService } from './health/admitted-route.service.js';
import { BreakersService } from './health/breakers.service.js';
import { ConversionService } from './health/conversion.service.js';
import { DrainsService } from './health/drains.service.js';
import { FleetBreakersService } from './health/fleet-breakers.service.js';
import { FleetEvidenceService } from './health/fleet-evidence.service.js';
import { HealthMetrics } from './health/health-metrics.service.js';
import { KeepInStepJob } from './health/keep-in-step.job.js';
import { RouteEventsService } from './health/route-events.service.js';
import { RouteHealthService } from './health/route-health.service.js';
import { RouterHealthConsumer } from './health/router-health.consumer.js';
import { RouteGauges } from './health/route-gauges.service.js';
import { RouteStandingService } from './health/route-standing.service.js';
import { RouteOverviewService } from './health/route-overview.service.js';
import { RoutesController } from './health/routes.controller.js';
import { WeighConversionJob } from './health/weigh-conversion.job.js';
import { ApplyFactsService } from './payments/apply-facts.service.js';
import { ApplyResultsService } from './payments/apply-results.service.js';
import { AttemptsService } from './payments/attempts.service.js';
import { ConnectorFactsConsumer } from './payments/connector-facts.consumer.js';
import { ConnectorResultsConsumer } from './payments/connector-results.consumer.js';
import { CreatePaymentService } from './payments/create-payment.service.js';
import { ExpirePaymentsJob } from './payments/expire-payments.job.js';
import { GivenUpVouchersService } from './payments/given-up-vouchers.service.js';
import { PaymentStoryService } from './payments/payment-story.service.js';
import { PaymentsController } from './payments/payments.controller.js';
import { PaymentsService } from './payments/payments.service.js';
import { ReceiptsService } from './payments/receipts.service.js';
import { ResolveUnknownJob } from './payments/resolve-unknown.job.js';
import { VoidVouchersJob } from './payments/void-vouchers.job.js';
import { RouterContext } from './router-context.js';
import { BanksController } from './routing/banks.controller.js';
import { MethodsController } from './routing/methods.controller.js';
import { PreviewController } from './routing/preview.controller.js';
import { ConnectorRoutesConsumer } from './routing/connector-routes.consumer.js';
import { CountMonthJob } from './routing/count-month.job.js';
import { MonthVolumesService } from './routing/month-volumes.service.js';
import { RoutesService } from './routing/routes.service.js';
import { RoutingMetrics } from './routing/routing-metrics.service.js';
import { RoutingWorldService } from './routing/routing-world.service.js';
import { DryRunController } from './rules/dry-run.controller.js';
import { DryRunService } from './rules/dry-run.service.js';
import { KeepRulesJob } from './rules/keep-rules.job.js';
import { RestoreRulesService } from './rules/restore-rules.service.js';
import { RoutingRulesController } from './rules/routing-rules.controller.js';
import { RoutingRulesService } from './rules/routing-rules.service.js';

/** The router: payments, their attempts, and the choice of routes. */
@Module({})
export class RouterModule {
  static register(context: RouterContext): DynamicModule {
    return {
      module: RouterModule,
      controllers: [
        PaymentsController,
        BanksController,
        MethodsController,
        PreviewController,
        RoutingRulesController,
        DryRunController,
        ConnectorResultsConsumer,
        ConnectorFactsConsumer,
        ConnectorRoutesConsumer,
        RouterHealthConsumer,
        RoutesController,
      ],
      providers: [
        { provide: RouterContext, useValue: context },
        AdmittedRouteService,
        ApplyFactsService,
        ApplyResultsService,
        AttemptsService,
        BreakersService,
        ConnectorClient,
        CountMonthJob,
        CreatePaymentService,
        ConversionService,
        DrainsService,
        DryRunService,
        ExpirePaymentsJob,
        FleetBreakersService,
        FleetEvidenceService,
        GivenUpVouchersService,
        HealthMetrics,
        KeepInStepJob,
        KeepRulesJob,
        MonthVolumesService,
        PaymentStoryService,
        PaymentsService,
        ReceiptsService,
        ResolveUnknownJob,
        RestoreRulesService,
        RouteEventsService,
        RouteGauges,
        RouteHealthService,
        RouteOverviewService,
        RouteStandingService,
        RoutesService,
        RoutingMetrics,
        RoutingRulesService,
        RoutingWorldService,
        VoidVouchersJob,
        WeighConversionJob,
      ],
      exports: [RoutesService],
    };
  }
}
