export { systemClock, type Clock } from './clock.js';
export { configTypes } from './config-types.js';
export { environment, type Environment } from './environment.js';
export { FAILPOINTS, failpoint, setFailpoint, type FailpointName } from './failpoint.js';
export { FieldCipher } from './field-cipher.js';
export { newId } from './id.js';
export { jsonFile } from './json-file.js';
export { ConfigError, readConfig } from './read-config.js';
