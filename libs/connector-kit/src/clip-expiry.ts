import type { ExpiryRule } from './connector.js';

/**
 * Brings the wished end of a voucher into what its route allows. The provider's answer says what the end
 * became; this is only what to ask for, so that an unusual wish does not cost the voucher.
 *
 * @param requested the instant that the merchant, or the route's default, asks for
 * @param rule lengths in milliseconds from the issue
 * @param now the instant of the issue
 * @returns the requested instant, or the nearest one that lies between the shortest and the longest life
 */
export function clipExpiry(requested: Date, rule: ExpiryRule, now: Date): Date {
  const earliest = now.getTime() + rule.minimumMs;
  const latest = now.getTime() + rule.maximumMs;
  return new Date(Math.min(Math.max(requested.getTime(), earliest), latest));
}

/** The rule of a provider that gives every payment the same life, whatever is wished. */
export function fixedLife(lifeMs: number): ExpiryRule {
  return { minimumMs: lifeMs, maximumMs: lifeMs, defaultMs: lifeMs };
}
