export { puntoredConfigSchema, type PuntoredVariables } from './puntored.config.js';
export { puntoredConnectors } from './puntored.connector.js';
export {
  CONNECTOR_PUNTORED_SERVICE,
  connectorPuntoredStorage,
  puntoredModule,
} from './puntored.module.js';
