export { cauceConfigSchema } from './cauce.config.js';
export { PLUGINS, SERVICES } from './services.js';
export { STOP_BUDGET_MS } from './stop-on-signal.js';
