import {
  ConnectorModule,
  connectorStorage,
  railSettings,
  type RailRuntime,
} from '@cauce/connector-kit';
import type { DynamicModule } from '@nestjs/common';
import type { PuntoredVariables } from './puntored.config.js';
import { puntoredConnectors } from './puntored.connector.js';

/** Name of the service: its schema, its roles and its consumer group. */
export const CONNECTOR_PUNTORED_SERVICE = 'connector-puntored';

/** What the service keeps in PostgreSQL. */
export const connectorPuntoredStorage = {
  service: CONNECTOR_PUNTORED_SERVICE,
  ...connectorStorage,
};

/** The connector service of the Punto Red rail. */
export function puntoredModule({
  config,
  ...runtime
}: RailRuntime<PuntoredVariables>): DynamicModule {
  return ConnectorModule.register({
    ...runtime,
    service: CONNECTOR_PUNTORED_SERVICE,
    rail: 'puntored',
    connectors: puntoredConnectors(config),
    settings: railSettings(config),
  });
}
