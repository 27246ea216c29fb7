import { definePlugin } from '@cauce/connector-kit';
import { puntoredConfigSchema } from './puntored.config.js';
import { puntoredConnectors } from './puntored.connector.js';

/** The Punto Red rail. */
export const connectorPlugin = definePlugin({
  rail: 'puntored',
  port: 8085,
  config: puntoredConfigSchema,
  connectors: puntoredConnectors,
});
