import { apiError, type AppError } from '@cauce/api';
import { routerError } from '../errors.js';
import { PASSING, REJECTIONS, type Rejection, type RouteChoice } from '../routing/choose-route.js';

/** When to ask again where nobody knows the end: soon, because it may end at any time. */
const RETRY_AFTER_SECONDS = 10;

/** Longest wait, also where the end is known: what was planned for hours may be called off. */
const LONGEST_RETRY_SECONDS = 3_600;

/** Reasons that last for as long as somebody wishes, unless an end was planned. */
const OPEN_ENDED: ReadonlySet<Rejection> = new Set(['draining', 'silent']);

/** Reasons that another amount would not meet. */
const ABOUT_AMOUNT: ReadonlySet<Rejection> = new Set([
  'currency',
  'limit_min',
  'limit_max',
  'amount_step',
]);

/**
 * Why no route would take the payment, with the field to change, or when to ask again. Where that is its bank
 * or its way back, `transferProblems` has told so before.
 *
 * @param refusedUntil when routes take calls again, where that is known
 */
export function noRouteRefusal(
  choice: RouteChoice,
  refusedUntil: ReadonlyMap<string, Date>,
  now: Date,
): AppError {
  const reasons = choice.candidates.map(
    (one) => `${one.route}: ${one.reason === undefined ? 'eligible' : REJECTIONS[one.reason]}`,
  );
  const detail = `No method can collect this payment. ${reasons.join('; ')}.`;
  if (choice.candidates.every((one) => one.reason === 'not_offered')) {
    return routerError('NO_ROUTE', { detail });
  }
  const passing = choice.candidates.flatMap(({ route, reason }) =>
    reason !== undefined && PASSING.has(reason)
      ? [secondsLeft(reason, refusedUntil.get(route), now)]
      : [],
  );
  if (passing.length > 0) {
    // Nothing was sent anywhere, and the same request may be taken in a moment.
    return routerError('ROUTES_UNAVAILABLE', {
      detail,
      outcome: 'not_sent',
      retryAfterSeconds: soonest(passing) ?? RETRY_AFTER_SECONDS,
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

/** Seconds for which a reason holds: null where nobody can say. */
function secondsLeft(reason: Rejection, until: Date | undefined, now: Date): number | null {
  if (until !== undefined) {
    const seconds = Math.ceil((until.getTime() - now.getTime()) / 1_000);
    return Math.min(Math.max(seconds, 1), LONGEST_RETRY_SECONDS);
  }
  // They do not open for weeks.
  if (reason === 'closed_hours' || reason === 'holiday') return LONGEST_RETRY_SECONDS;
  return OPEN_ENDED.has(reason) ? null : RETRY_AFTER_SECONDS;
}

function soonest(all: readonly (number | null)[]): number | null {
  const known = all.filter((one) => one !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** Where the amount is fine: the payer's document is not, or the rules of the platform leave no route. */
function otherRefusal(choice: RouteChoice, detail: string): AppError {
  if (choice.candidates.every(({ reason }) => reason !== 'document')) {
    return routerError('NO_ROUTE', { detail });
  }
  const fieldErrors = [{ pointer: '/payer/document/type', code: 'document', detail }];
  return apiError('INVALID_REQUEST', { fieldErrors });
}
