import type { Clock, FieldCipher } from '@cauce/config';
import type { Database } from '@cauce/database';
import type { Health, Logger, Metrics } from '@cauce/observability';
import type { ConnectorSettings } from './connector-settings.js';
import type { Connector } from './connector.js';

/** What a connector service is started with. */
export interface ConnectorRuntime {
  /** Name of the service: its schema, its roles and its consumer group. */
  readonly service: string;
  readonly rail: string;
  /** The routes that it hosts, all of its rail. */
  readonly connectors: readonly Connector[];
  readonly database: Database;
  readonly clock: Clock;
  readonly cipher: FieldCipher;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  /** Address under which providers reach this service. */
  readonly publicUrl: string;
  readonly settings: ConnectorSettings;
}

/** The surroundings of a connector service, for everything in it. */
export class ConnectorContext implements ConnectorRuntime {
  readonly service: string;
  readonly rail: string;
  readonly connectors: readonly Connector[];
  readonly database: Database;
  readonly clock: Clock;
  readonly cipher: FieldCipher;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly publicUrl: string;
  readonly settings: ConnectorSettings;

  /** @throws Error when a connector is of another rail, or two have one route: a mistake of the wiring */
  constructor(runtime: ConnectorRuntime) {
    const routes = runtime.connectors.map((one) => one.route);
    const strange = runtime.connectors.filter(
      (one) => one.rail !== runtime.rail || one.route !== `${one.rail}.${one.protocol}`,
    );
    if (strange.length > 0 || new Set(routes).size !== routes.length) {
      throw new Error(`${runtime.service} cannot host the routes ${routes.join(', ')}`);
    }
    this.service = runtime.service;
    this.rail = runtime.rail;
    this.connectors = runtime.connectors;
    this.database = runtime.database;
    this.clock = runtime.clock;
    this.cipher = runtime.cipher;
    this.logger = runtime.logger;
    this.metrics = runtime.metrics;
    this.health = runtime.health;
    this.publicUrl = runtime.publicUrl.replace(/\/+$/, '');
    this.settings = runtime.settings;
  }

  /** The connector of a route, or null when this service does not host it. */
  connectorOf(route: string): Connector | null {
    return this.connectors.find((one) => one.route === route) ?? null;
  }
}
