export { efectyConfigSchema, type EfectyVariables } from './efecty.config.js';
export { efectyConnectors } from './efecty.connector.js';
export { CONNECTOR_EFECTY_SERVICE, connectorEfectyStorage, efectyModule } from './efecty.module.js';
