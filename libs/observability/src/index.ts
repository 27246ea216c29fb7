export { Health, type Readiness } from './health.js';
export { JobLoop, type JobLoopOptions } from './job-loop.js';
export type { Labels, LabelSet } from './label-guard.js';
export { createLogger, type Logger, type LoggerOptions } from './logger.js';
export type { Counter, Gauge, Histogram } from './metric-kinds.js';
export { Metrics } from './metrics.js';
export { redactText } from './redact.js';
export { currentStep, inTrace, nextStep, stepAfter, traceIdOf } from './trace.js';
