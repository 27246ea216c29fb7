import {
  ConnectorModule,
  connectorStorage,
  railSettings,
  type RailRuntime,
} from '@cauce/connector-kit';
import type { DynamicModule } from '@nestjs/common';
import type { PseVariables } from './pse.config.js';
import { pseConnectors } from './pse.connector.js';

/** Name of the service: its schema, its roles and its consumer group. */
export const CONNECTOR_PSE_SERVICE = 'connector-pse';

/** What the service keeps in PostgreSQL. */
export const connectorPseStorage = { service: CONNECTOR_PSE_SERVICE, ...connectorStorage };

/** The connector service of the PSE rail. */
export function pseModule({ config, ...runtime }: RailRuntime<PseVariables>): DynamicModule {
  return ConnectorModule.register({
    ...runtime,
    service: CONNECTOR_PSE_SERVICE,
    rail: 'pse',
    connectors: pseConnectors(config),
    settings: railSettings(config),
  });
}
