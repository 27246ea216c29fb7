import type { Clock, FieldCipher } from '@cauce/config';
import { ConnectorModule, connectorStorage, railSettings } from '@cauce/connector-kit';
import type { Database } from '@cauce/database';
import type { Health, Logger, Metrics } from '@cauce/observability';
import type { DynamicModule } from '@nestjs/common';
import type { EfectyVariables } from './efecty.config.js';
import { efectyConnectors } from './efecty.connector.js';

/** Name of the service: its schema, its roles and its consumer group. */
export const CONNECTOR_EFECTY_SERVICE = 'connector-efecty';

/** What the service keeps in PostgreSQL. */
export const connectorEfectyStorage = { service: CONNECTOR_EFECTY_SERVICE, ...connectorStorage };

/** What the service is started with. */
export interface EfectyRuntime {
  readonly database: Database;
  readonly clock: Clock;
  readonly cipher: FieldCipher;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly publicUrl: string;
  readonly config: EfectyVariables;
}

/** The connector service of the Efecty rail. */
export function efectyModule({ config, ...runtime }: EfectyRuntime): DynamicModule {
  return ConnectorModule.register({
    ...runtime,
    service: CONNECTOR_EFECTY_SERVICE,
    rail: 'efecty',
    connectors: efectyConnectors(config),
    settings: railSettings(config),
  });
}
