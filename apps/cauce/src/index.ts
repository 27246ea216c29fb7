export { cauceConfigSchema } from './cauce.config.js';
