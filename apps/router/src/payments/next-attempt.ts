import type { AttemptEntity } from './attempt.entity.js';
import { nextState, type PaymentState } from './payment-state.js';

/** Attempts per payment: enough to leave a bad route, few enough that a payer is not kept waiting for ever. */
export const MAX_ATTEMPTS = 3;

/** Routes that may not be taken, in the order in which the choices are made; the first that finds one wins. */
export type Exclusions = readonly ReadonlySet<string>[];

/**
 * Whether another attempt may be made for a payment, and where not. Asked only after an attempt that certainly
 * left no voucher behind.
 *
 * @param state of the payment; where money has come, a second voucher would only be paid for nothing
 * @param attempts all of the payment, each of them over
 * @param mayRetry false when the refusal is about the payer or the request, which no route would accept
 * @returns first a route that the payment has not used, then one that was never reached; none: it has failed
 * @throws Error where an attempt may still have, or get, a voucher that the payer could pay
 */
export function nextAttempt(
  state: PaymentState,
  attempts: readonly Pick<AttemptEntity, 'id' | 'route' | 'status'>[],
  mayRetry: boolean,
): Exclusions {
  if (!mayRetry || nextState(state, 'submitted') === null || attempts.length >= MAX_ATTEMPTS) {
    return [];
  }
  const live = attempts.find(({ status }) => ['sending', 'unknown', 'issued'].includes(status));
  if (live !== undefined) {
    throw new Error(`attempt ${live.id} is ${live.status}: no other one may be started`);
  }
  const tried = new Set(attempts.map(({ route }) => route));
  const refused = attempts.filter(({ status }) => status === 'rejected');
  return [tried, new Set(refused.map(({ route }) => route))];
}
