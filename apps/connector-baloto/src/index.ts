export { balotoConfigSchema, type BalotoVariables } from './baloto.config.js';
export { balotoConnectors } from './baloto.connector.js';
export { CONNECTOR_BALOTO_SERVICE, connectorBalotoStorage, balotoModule } from './baloto.module.js';
