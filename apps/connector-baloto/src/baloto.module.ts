import {
  ConnectorModule,
  connectorStorage,
  railSettings,
  type RailRuntime,
} from '@cauce/connector-kit';
import type { DynamicModule } from '@nestjs/common';
import type { BalotoVariables } from './baloto.config.js';
import { balotoConnectors } from './baloto.connector.js';

/** Name of the service: its schema, its roles and its consumer group. */
export const CONNECTOR_BALOTO_SERVICE = 'connector-baloto';

/** What the service keeps in PostgreSQL. */
export const connectorBalotoStorage = { service: CONNECTOR_BALOTO_SERVICE, ...connectorStorage };

/** The connector service of the Baloto rail. */
export function balotoModule({ config, ...runtime }: RailRuntime<BalotoVariables>): DynamicModule {
  return ConnectorModule.register({
    ...runtime,
    service: CONNECTOR_BALOTO_SERVICE,
    rail: 'baloto',
    connectors: balotoConnectors(config),
    settings: railSettings(config),
  });
}
