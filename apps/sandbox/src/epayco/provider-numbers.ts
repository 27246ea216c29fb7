import { bogotaText } from '../bogota-time.js';

const MS_PER_SECOND = 1_000;

/** Seconds since 1970 have ten digits until the year 2286. */
const SECONDS_DIGITS = 10;

const HOURS_PER_CYCLE = 5;

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

/** All that `ref_payco` and the CUS of its transfer add up to. */
const CUS_TOP = 1_000_000_000;

/**
 * The CUS of a transfer, ePayco's `transactionID`: nine digits too, counted downwards, so that it is not
 * taken for `ref_payco`.
 */
export function cusOf(refPayco: number): string {
  return String(CUS_TOP - refPayco);
}

/** `x_transaction_id`: the reference and the second, as in the documented example. */
export function transactionIdOf(refPayco: number, at: Date): string {
  return `${refPayco}${Math.floor(at.getTime() / MS_PER_SECOND)}`;
}

/** The `ref_payco` that a `x_transaction_id` begins with; NaN when there is none. */
export function refPaycoIn(transactionId: string): number {
  return Number(transactionId.slice(0, -SECONDS_DIGITS) || NaN);
}

/**
 * The cycle in which ACH clears a transfer that began at this time: one of five a day, whose hours are made up.
 */
export function cycleOf(at: Date): string {
  const hour = Number(bogotaText(at).slice(11, 13));
  return String(Math.floor(hour / HOURS_PER_CYCLE) + 1);
}
