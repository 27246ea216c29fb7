import { apiError, type AppError } from '@cauce/api';
import { routerError } from '../errors.js';
import { PASSING, REJECTIONS, type Rejection, type RouteChoice } from '../routing/choose-route.js';

/** A breaker stays open for about this long at first; counters stay closed for hours. */
const RETRY_AFTER_SECONDS = 10;
const CLOSED_RETRY_SECONDS = 3_600;
const CLOSED: ReadonlySet<Rejection> = new Set(['closed_hours', 'holiday']);

/** Why no route would take the payment, with the field to change. */
export function noRouteRefusal(choice: RouteChoice): AppError {
  const reasons = choice.candidates.map(
    (one) => `${one.route}: ${one.reason === undefined ? 'eligible' : REJECTIONS[one.reason]}`,
  );
  const detail = `No method can collect this payment. ${reasons.join('; ')}.`;
  if (choice.candidates.every((one) => one.reason === 'not_offered')) {
    return routerError('NO_ROUTE', { detail });
  }
  const passing = choice.candidates.flatMap(({ reason }) =>
    reason !== undefined && PASSING.has(reason) ? [reason] : [],
  );
  if (passing.length > 0) {
    // Nothing was sent anywhere, and the same request may be taken in a moment.
    return routerError('ROUTES_UNAVAILABLE', {
      detail,
      outcome: 'not_sent',
      retryAfterSeconds: passing.every((reason) => CLOSED.has(reason))
        ? CLOSED_RETRY_SECONDS
        : RETRY_AFTER_SECONDS,
    });
  }
  if (choice.candidates.some((one) => one.reason === 'too_late')) {
    const fieldErrors = [{ pointer: '/expiresAt', code: 'too_late', detail }];
    return apiError('INVALID_REQUEST', { fieldErrors });
  }
  const isCurrency = choice.candidates.some((one) => one.reason === 'currency');
  return routerError('AMOUNT_NOT_COLLECTABLE', {
    detail,
    fieldErrors: [
      {
        pointer: isCurrency ? '/amount/currency' : '/amount/value',
        code: choice.candidates.find((one) => one.reason !== 'not_offered')?.reason ?? 'limit_min',
        detail: reasons.join('; '),
      },
    ],
  });
}
