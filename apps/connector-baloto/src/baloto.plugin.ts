import { definePlugin } from '@cauce/connector-kit';
import { balotoConfigSchema } from './baloto.config.js';
import { balotoConnectors } from './baloto.connector.js';

/** The Baloto rail. */
export const connectorPlugin = definePlugin({
  rail: 'baloto',
  port: 8084,
  config: balotoConfigSchema,
  connectors: balotoConnectors,
});
