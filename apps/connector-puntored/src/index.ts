export { puntoredConfigSchema, type PuntoredVariables } from './puntored.config.js';
export { puntoredConnectors } from './puntored.connector.js';
export { connectorPlugin } from './puntored.plugin.js';
