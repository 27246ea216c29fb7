import { apiKeyMigrations, idempotencyMigrations } from '@cauce/api';
import { messagingMigrations } from '@cauce/messaging';
import { CountMonths1764650000000 } from './migrations/count-months.js';
import { TellLockouts1764850000000 } from './migrations/tell-lockouts.js';
import { CreatePayments1764000000000 } from './migrations/create-payments.js';
import { HonourLateMoney1764100000000 } from './migrations/honour-late-money.js';
import { VoidVouchersAgain1764200000000 } from './migrations/void-vouchers-again.js';
import { WatchRoutes1764500000000 } from './migrations/watch-routes.js';
import { RouteByRules1764700000000 } from './migrations/route-by-rules.js';
import { AttemptEntity } from './payments/attempt.entity.js';
import { PaymentEntity } from './payments/payment.entity.js';

/** Name of the service: its schema, its roles and its consumer group. */
export const ROUTER_SERVICE = 'router';

/** What the router keeps in PostgreSQL. */
export const routerStorage = {
  service: ROUTER_SERVICE,
  entities: [PaymentEntity, AttemptEntity],
  migrations: [
    ...messagingMigrations,
    ...apiKeyMigrations,
    ...idempotencyMigrations,
    CreatePayments1764000000000,
    HonourLateMoney1764100000000,
    VoidVouchersAgain1764200000000,
    WatchRoutes1764500000000,
    CountMonths1764650000000,
    RouteByRules1764700000000,
    TellLockouts1764850000000,
  ],
};
