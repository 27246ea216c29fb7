const MS_PER_SECOND = 1_000;

/** Leaves `ref_payco` at nine digits, as in all examples seen. */
const REFERENCE_SPAN = 800_000_000;
const REFERENCE_FLOOR = 100_000_000;

const PIN_CHECK_MODULUS = 97;

/**
 * The lowest `ref_payco` that may be given out. It follows the clock, so that a sandbox without a data
 * folder does not give out the numbers of its last run again.
 */
export function firstReference(now: Date): number {
  return REFERENCE_FLOOR + (Math.floor(now.getTime() / MS_PER_SECOND) % REFERENCE_SPAN);
}

/** The pin for the counter: the reference and two check digits, so that a mistyped one is not another's. */
export function pinOf(refPayco: number): string {
  return `${refPayco}${String(refPayco % PIN_CHECK_MODULUS).padStart(2, '0')}`;
}

/** `x_transaction_id`: the reference and the second, as in the documented example. */
export function transactionIdOf(refPayco: number, at: Date): string {
  return `${refPayco}${Math.floor(at.getTime() / MS_PER_SECOND)}`;
}
