import type { Clock, FieldCipher } from '@cauce/config';
import type { Database } from '@cauce/database';
import type { Health, Logger, Metrics } from '@cauce/observability';
import type { ConnectorSettings } from './connector-settings.js';
import type { Connector } from './connector.js';

/** What a connector service was started with. */
export class ConnectorContext {
  readonly service: string;
  readonly rail: string;
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

  constructor(started: Omit<ConnectorContext, 'connectorOf'>) {
    this.service = started.service;
    this.rail = started.rail;
    this.connectors = started.connectors;
    this.database = started.database;
    this.clock = started.clock;
    this.cipher = started.cipher;
    this.logger = started.logger;
    this.metrics = started.metrics;
    this.health = started.health;
    this.publicUrl = started.publicUrl;
    this.settings = started.settings;
  }

  /** The connector of a route, or null when this service does not host it. */
  connectorOf(route: string): Connector | null {
    return this.connectors.find((one) => one.route === route) ?? null;
  }
}
