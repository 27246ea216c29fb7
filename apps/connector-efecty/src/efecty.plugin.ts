import { definePlugin } from '@cauce/connector-kit';
import { efectyConfigSchema } from './efecty.config.js';
import { efectyConnectors } from './efecty.connector.js';
import { efectyTerms } from './efecty.terms.js';

/** The Efecty rail. */
export const connectorPlugin = definePlugin({
  rail: 'efecty',
  port: 8083,
  config: efectyConfigSchema,
  terms: efectyTerms,
  connectors: efectyConnectors,
});
