export { ApiKeysService, type ListedKey } from './access/api-keys.service.js';
export { routerConfig, routerConfigSchema, type RouterConfig } from './config.js';
export { ROUTER_ERRORS } from './errors.js';
export { STATES, TRANSITIONS } from './payments/payment-state.js';
export { RouterContext } from './router-context.js';
export { RouterModule } from './router.module.js';
export { ROUTER_SERVICE, routerStorage } from './router-storage.module.js';
export {
  chooseRoute,
  REJECTIONS,
  type RouteFacts,
  type RoutingWorld,
} from './routing/choose-route.js';
export { DECIDERS } from './routing/order-routes.js';
export { present } from './routing/route-absence.js';
export { RoutesService } from './routing/routes.service.js';
export { checkRules } from './rules/check-rules.js';
export { rulingOn } from './rules/apply-rules.js';
export { compileRules, type CompiledRules } from './rules/compile-rules.js';
export { momentOf } from './rules/rule-payment.js';
export { routingRules, type RoutingRule, type RoutingRules } from './rules/routing-rules.schema.js';
export type { RoutedPayment } from './rules/rule-payment.js';
