/** A call that could not be answered within this time is not begun. */
export const SHORTEST_CALL_MS = 1_000;

/**
 * The time that a call may take: its own budget, or what is left until the payment's issuing deadline.
 *
 * @param budgetMs what the route asks for one call, milliseconds
 * @returns milliseconds, or null when too little is left to begin at all
 */
export function callTimeMs(budgetMs: number, now: Date, deadlineAt: Date): number | null {
  const leftMs = Math.min(budgetMs, deadlineAt.getTime() - now.getTime());
  return leftMs >= Math.min(budgetMs, SHORTEST_CALL_MS) ? leftMs : null;
}

/**
 * Until when attempts of a payment may be started: nobody waits for a voucher for ever, and none is issued
 * that would be over when the payer has it.
 */
export function issuingDeadline(
  payment: { readonly createdAt: Date; readonly requestedExpiresAt: Date | null },
  issueWithinMs: number,
): Date {
  const byAge = payment.createdAt.getTime() + issueWithinMs;
  return new Date(Math.min(byAge, payment.requestedExpiresAt?.getTime() ?? byAge));
}
