import {
  ConnectorModule,
  connectorStorage,
  railSettings,
  type RailRuntime,
} from '@cauce/connector-kit';
import type { DynamicModule } from '@nestjs/common';
import type { EfectyVariables } from './efecty.config.js';
import { efectyConnectors } from './efecty.connector.js';

/** Name of the service: its schema, its roles and its consumer group. */
export const CONNECTOR_EFECTY_SERVICE = 'connector-efecty';

/** What the service keeps in PostgreSQL. */
export const connectorEfectyStorage = { service: CONNECTOR_EFECTY_SERVICE, ...connectorStorage };

/** The connector service of the Efecty rail. */
export function efectyModule({ config, ...runtime }: RailRuntime<EfectyVariables>): DynamicModule {
  return ConnectorModule.register({
    ...runtime,
    service: CONNECTOR_EFECTY_SERVICE,
    rail: 'efecty',
    connectors: efectyConnectors(config),
    settings: railSettings(config),
  });
}
