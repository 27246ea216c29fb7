import type { Clock, Environment, FieldCipher } from '@cauce/config';
import { readConfig } from '@cauce/config';
import {
  balotoConfigSchema,
  balotoModule,
  CONNECTOR_BALOTO_SERVICE,
  connectorBalotoStorage,
} from '@cauce/connector-baloto';
import {
  CONNECTOR_EFECTY_SERVICE,
  connectorEfectyStorage,
  efectyConfigSchema,
  efectyModule,
} from '@cauce/connector-efecty';
import {
  CONNECTOR_PSE_SERVICE,
  connectorPseStorage,
  pseConfigSchema,
  pseModule,
} from '@cauce/connector-pse';
import {
  CONNECTOR_PUNTORED_SERVICE,
  connectorPuntoredStorage,
  puntoredConfigSchema,
  puntoredModule,
} from '@cauce/connector-puntored';
import { TOPICS } from '@cauce/contracts';
import type { Database, DatabaseOptions } from '@cauce/database';
import { LEDGER_SERVICE, ledgerConfigSchema, LedgerModule, ledgerStorage } from '@cauce/ledger';
import type { MessageBus } from '@cauce/messaging';
import type { Health, Logger, Metrics } from '@cauce/observability';
import {
  RECONCILIATION_SERVICE,
  reconciliationConfigSchema,
  ReconciliationModule,
  reconciliationStorage,
} from '@cauce/reconciliation';
import {
  ROUTER_SERVICE,
  routerConfig,
  routerConfigSchema,
  RouterContext,
  RouterModule,
  routerStorage,
} from '@cauce/router';
import type { DynamicModule } from '@nestjs/common';

/** What a service is mounted with. */
export interface Surroundings {
  readonly database: Database;
  readonly bus: MessageBus;
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly cipher: FieldCipher;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
}

/** A service that this process can run, alone or with the others. */
interface Service {
  /** Port of a process that runs this one alone. */
  readonly port: number;
  readonly storage: Pick<DatabaseOptions, 'entities' | 'migrations'>;
  /** Reads its part of the configuration. @throws ConfigError with every problem */
  readonly read: (env: Environment) => (surroundings: Surroundings) => DynamicModule;
}

export type ServiceName =
  | typeof ROUTER_SERVICE
  | typeof LEDGER_SERVICE
  | typeof RECONCILIATION_SERVICE
  | typeof CONNECTOR_EFECTY_SERVICE
  | typeof CONNECTOR_BALOTO_SERVICE
  | typeof CONNECTOR_PUNTORED_SERVICE
  | typeof CONNECTOR_PSE_SERVICE;

/** Every service by its name, which also names its schema, its roles and its consumer group. */
export const SERVICES: Readonly<Record<ServiceName, Service>> = {
  [ROUTER_SERVICE]: {
    port: 8080,
    storage: routerStorage,
    read: (env) => {
      const config = routerConfig(readConfig(routerConfigSchema, env));
      return ({ database, bus, clock, cipher, logger, metrics }) =>
        RouterModule.register(
          new RouterContext(database, clock, cipher, config, logger, metrics, repliesTo(bus)),
        );
    },
  },
  [LEDGER_SERVICE]: {
    port: 8081,
    storage: ledgerStorage,
    read: (env) => {
      const config = readConfig(ledgerConfigSchema, env);
      return (around) => LedgerModule.register({ ...around, config });
    },
  },
  [RECONCILIATION_SERVICE]: {
    port: 8082,
    storage: reconciliationStorage,
    read: (env) => {
      const config = readConfig(reconciliationConfigSchema, env);
      return (around) => ReconciliationModule.register({ ...around, config });
    },
  },
  [CONNECTOR_EFECTY_SERVICE]: {
    port: 8083,
    storage: connectorEfectyStorage,
    read: (env) => {
      const config = readConfig(efectyConfigSchema, env);
      return (around) => efectyModule({ ...around, config });
    },
  },
  [CONNECTOR_BALOTO_SERVICE]: {
    port: 8084,
    storage: connectorBalotoStorage,
    read: (env) => {
      const config = readConfig(balotoConfigSchema, env);
      return (around) => balotoModule({ ...around, config });
    },
  },
  [CONNECTOR_PUNTORED_SERVICE]: {
    port: 8085,
    storage: connectorPuntoredStorage,
    read: (env) => {
      const config = readConfig(puntoredConfigSchema, env);
      return (around) => puntoredModule({ ...around, config });
    },
  },
  [CONNECTOR_PSE_SERVICE]: {
    port: 8086,
    storage: connectorPseStorage,
    read: (env) => {
      const config = readConfig(pseConfigSchema, env);
      return (around) => pseModule({ ...around, config });
    },
  },
};

export const SERVICE_NAMES = Object.keys(SERVICES) as readonly ServiceName[];

/** The rails that the connectors among the services collect by. */
export const RAILS: readonly string[] = SERVICE_NAMES.filter((name) =>
  name.startsWith('connector-'),
).map((name) => name.slice('connector-'.length));

/** Names the partitions that this process reads results from, one after another. */
function repliesTo(bus: MessageBus): () => number | null {
  let turn = 0;
  return () => {
    const owned = bus.ownedPartitions(TOPICS.connectorResults, ROUTER_SERVICE);
    turn += 1;
    return owned[turn % owned.length] ?? null;
  };
}
