import { definePlugin } from '@cauce/connector-kit';
import { pseConfigSchema } from './pse.config.js';
import { pseConnectors } from './pse.connector.js';

/** The PSE rail. */
export const connectorPlugin = definePlugin({
  rail: 'pse',
  port: 8086,
  config: pseConfigSchema,
  connectors: pseConnectors,
});
