export { Health, type Readiness } from './health.js';
export { JobLoop, type JobLoopOptions } from './job-loop.js';
export { createLogger, type Logger } from './logger.js';
export { Metrics } from './metrics.js';
