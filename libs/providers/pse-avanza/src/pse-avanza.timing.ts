const MINUTE_MS = 60_000;

/**
 * How long things take at ACH Colombia. Suggested values for the options of a rail, not constants of the
 * connector: they differ by contract.
 *
 * @source PlacetoPay's PSE page (7 minutes before the first question) and ACH's cause codes 00014 and 00015
 */
export const PSE_TIMING = {
  /** A payer who has not come back is not asked about before: a bank's session lasts as long (cause 00015). */
  bankSessionMs: 7 * MINUTE_MS,
  /** ACH asks a silent bank three times, then ends the transaction as failed (cause 00014). */
  probesOverMs: 21 * MINUTE_MS,
  /** After this nothing of a transaction is still open: its link is dead, its bank was asked, its end is told. */
  settledMs: 30 * MINUTE_MS,
} as const;

/**
 * Pauses between questions about one transaction, from its issue; the last one repeats. There is no
 * callback, so this is how a payment becomes known: first when the bank's session must be over, then every
 * three minutes past the end of ACH's own probes, then for the bank that takes its word back.
 */
export const PSE_POLL_SCHEDULE_MS: readonly number[] = [
  PSE_TIMING.bankSessionMs,
  ...Array.from({ length: 10 }, () => 3 * MINUTE_MS),
  60 * MINUTE_MS,
  6 * 60 * MINUTE_MS,
];
