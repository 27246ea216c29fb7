import type { Clock, FieldCipher } from '@cauce/config';
import { efectyModule } from '@cauce/connector-efecty';
import { LedgerModule } from '@cauce/ledger';
import type { Health, Logger, Metrics } from '@cauce/observability';
import { ReconciliationModule } from '@cauce/reconciliation';
import { RouterContext, RouterModule } from '@cauce/router';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Stores } from './open-stores.js';
import type { Settings } from './settings.js';

/** Every service in one Nest application. */
@Module({})
export class CauceModule {}

interface Surroundings {
  readonly clock: Clock;
  readonly cipher: FieldCipher;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
}

/** Mounts the modules of all services, each on its own database. */
export function serviceModules(
  settings: Settings,
  stores: Stores,
  { clock, cipher, logger, metrics, health }: Surroundings,
): DynamicModule {
  const of = (service: string) => logger.child({ service });
  return {
    module: CauceModule,
    imports: [
      RouterModule.register(
        new RouterContext(stores.router, clock, cipher, settings.router, of('router'), metrics),
      ),
      LedgerModule.register({
        database: stores.ledger,
        config: settings.ledger,
        logger: of('ledger'),
        clock,
        metrics,
        health,
      }),
      ReconciliationModule.register({
        database: stores.reconciliation,
        config: settings.reconciliation,
        logger: of('reconciliation'),
        clock,
        metrics,
        health,
      }),
      efectyModule({
        database: stores.efecty,
        config: settings.efecty,
        logger: of('connector-efecty'),
        publicUrl: settings.publicUrl,
        cipher,
        clock,
        metrics,
        health,
      }),
    ],
  };
}
