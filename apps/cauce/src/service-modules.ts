import type { Clock, FieldCipher } from '@cauce/config';
import type { MessageBus } from '@cauce/messaging';
import type { Health, Logger, Metrics } from '@cauce/observability';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Stores } from './open-stores.js';
import type { Settings } from './settings.js';

/** The services of this process in one Nest application. */
@Module({})
export class CauceModule {}

interface Shared {
  readonly bus: MessageBus;
  readonly clock: Clock;
  readonly cipher: FieldCipher;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
}

/** Mounts the modules of the services, each on its own database. */
export function serviceModules(
  { modules, publicUrl }: Settings,
  stores: Stores,
  shared: Shared,
): DynamicModule {
  const imports = [...modules].map(([name, mount]) =>
    mount({
      ...shared,
      publicUrl,
      database: stores.of(name),
      logger: shared.logger.child({ service: name }),
    }),
  );
  return { module: CauceModule, imports };
}
