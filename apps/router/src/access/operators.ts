/** An operator's keys belong to no merchant; their idempotency keys share one scope. */
export const OPERATORS = 'operators';
