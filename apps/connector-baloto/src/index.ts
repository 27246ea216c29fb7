export { balotoConfigSchema, type BalotoVariables } from './baloto.config.js';
export { balotoConnectors } from './baloto.connector.js';
export { connectorPlugin } from './baloto.plugin.js';
