import {
  environment,
  readConfig,
  type Clock,
  type Environment,
  type FieldCipher,
} from '@cauce/config';
import { connectorStorage, pluginModule, serviceOf } from '@cauce/connector-kit';
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
import { installedConnectors, loadPlugins, namedConnectors } from './plugins/load-plugins.js';

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

const { plugins, problems } = await loadPlugins(
  installedConnectors(import.meta.dirname),
  namedConnectors(environment()['CAUCE_CONNECTORS']),
);

/** Rails, by package, that were asked for and cannot be run. */
export const PLUGIN_PROBLEMS: readonly string[] = problems;

/** Every rail that a connector collects by: those of Cauce, and those of `CAUCE_CONNECTORS`. */
export const PLUGINS = plugins;

const OWN = {
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
} as const satisfies Record<string, Service>;

const CONNECTORS = plugins.map((plugin): [string, Service] => [
  serviceOf(plugin),
  {
    port: plugin.port,
    storage: connectorStorage,
    read: (env) => {
      const configured = plugin.read(env);
      return (around) => pluginModule(plugin, configured, around);
    },
  },
]);

/** Every service by its name, which also names its schema, its roles and its consumer group. */
export const SERVICES: ReadonlyMap<string, Service> = new Map([
  ...Object.entries(OWN),
  ...CONNECTORS,
]);

export const SERVICE_NAMES: readonly string[] = [...SERVICES.keys()];

/** The rails that the connectors among the services collect by. */
export const RAILS: readonly string[] = plugins.map(({ rail }) => rail);

/** @throws Error for a name that no service has: a mistake of the caller */
export function serviceNamed(name: string): Service {
  const service = SERVICES.get(name);
  if (service === undefined) throw new Error(`there is no service ${name}`);
  return service;
}

/** Names the partitions that this process reads results from, one after another. */
function repliesTo(bus: MessageBus): () => number | null {
  let turn = 0;
  return () => {
    const owned = bus.ownedPartitions(TOPICS.connectorResults, ROUTER_SERVICE);
    turn += 1;
    return owned[turn % owned.length] ?? null;
  };
}
