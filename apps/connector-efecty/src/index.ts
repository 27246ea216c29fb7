export { efectyConfigSchema, type EfectyVariables } from './efecty.config.js';
export { efectyConnectors } from './efecty.connector.js';
export { connectorPlugin } from './efecty.plugin.js';
