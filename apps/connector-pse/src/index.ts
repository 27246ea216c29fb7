export { pseConfigSchema, type PseVariables } from './pse.config.js';
export { pseConnectors } from './pse.connector.js';
export { CONNECTOR_PSE_SERVICE, connectorPseStorage, pseModule } from './pse.module.js';
