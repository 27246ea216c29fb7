export { BREAK_KINDS } from './breaks/break-kinds.js';
export { reconciliationConfigSchema, type ReconciliationConfig } from './config.js';
export { DAY_STATUSES } from './days/days.schema.js';
export { RECONCILIATION_ERRORS } from './errors.js';
export { ReconciliationContext, type ReconciliationRuntime } from './reconciliation-context.js';
export {
  RECONCILIATION_SERVICE,
  ReconciliationModule,
  reconciliationStorage,
} from './reconciliation.module.js';
