import { apiError, type AppError } from '@cauce/api';
import { routerError } from '../errors.js';
import { PASSING, REJECTIONS, type Rejection, type RouteChoice } from '../routing/choose-route.js';

/** A breaker stays open for about this long at first; counters stay closed for hours. */
const RETRY_AFTER_SECONDS = 10;
const CLOSED_RETRY_SECONDS = 3_600;
const CLOSED: ReadonlySet<Rejection> = new Set(['closed_hours', 'holiday']);

/** Reasons that another amount would not meet. */
const ABOUT_AMOUNT: ReadonlySet<Rejection> = new Set([
  'currency',
  'limit_min',
  'limit_max',
  'amount_step',
]);

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
  const ofAmount = choice.candidates.flatMap(({ reason }) =>
    reason !== undefined && ABOUT_AMOUNT.has(reason) ? [reason] : [],
  );
  if (ofAmount.length === 0) return otherRefusal(choice, detail);
  const isCurrency = choice.candidates.some((one) => one.reason === 'currency');
  return routerError('AMOUNT_NOT_COLLECTABLE', {
    detail,
    fieldErrors: [
      {
        pointer: isCurrency ? '/amount/currency' : '/amount/value',
        code: ofAmount[0] ?? 'limit_min',
        detail: reasons.join('; '),
      },
    ],
  });
}

/** Where the amount is fine: the payer's document is not, or the rules of the platform leave no route. */
function otherRefusal(choice: RouteChoice, detail: string): AppError {
  if (choice.candidates.every(({ reason }) => reason !== 'document')) {
    return routerError('NO_ROUTE', { detail });
  }
  const fieldErrors = [{ pointer: '/payer/document/type', code: 'document', detail }];
  return apiError('INVALID_REQUEST', { fieldErrors });
}
