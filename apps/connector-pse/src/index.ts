export { pseConfigSchema, type PseVariables } from './pse.config.js';
export { pseConnectors } from './pse.connector.js';
export { connectorPlugin } from './pse.plugin.js';
