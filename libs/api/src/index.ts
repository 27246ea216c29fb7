export { CallerOf, Public, Scopes, merchantOf, type Caller } from './access.js';
export { Answer, replayed } from './answer.js';
export { ApiKeyDirectory } from './api-key-directory.js';
export { apiKeyMigrations } from './api-key-migrations.js';
export { newApiKey, type KeyMode } from './api-key.js';
export { API_ERRORS, apiError, type ApiErrorCode } from './api-errors.js';
export {
  AppError,
  errorFactory,
  type ErrorOptions,
  type ErrorTable,
  type FieldError,
} from './app-error.js';
export { LargeBody } from './body-limits.js';
export { BODY_LIMIT_BYTES } from './body-parsing.js';
export { canonicalJson } from './canonical-json.js';
export { createHttpApp, type HttpAppOptions } from './http-app.js';
export { etagOf, versionFollowed } from './if-match.js';
export { idempotencyKeyOf } from './idempotency-key.js';
export { idempotencyMigrations } from './idempotency-migrations.js';
export { Idempotency, type IdempotencyAnswer, type IdempotencyUse } from './idempotency.js';
export { fromMoneyView, moneyView, toMoneyView, type MoneyView } from './money-view.js';
export {
  MAX_PAGE,
  pageOf,
  pageQuery,
  readCursor,
  toPage,
  writeCursor,
  type Page,
  type Position,
} from './page.js';
export { problemSchema, toProblem, type Problem } from './problem.js';
export { IdempotencyKey, RawBody, RawQuery } from './raw-body.js';
export { resourceId } from './resource-id.js';
export { routesOf, type Route } from './routes.js';
