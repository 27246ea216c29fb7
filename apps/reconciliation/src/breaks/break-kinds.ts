/**
 * Every kind of difference that is found today, with what it says in plain English.
 * A kind is part of the API: it is never renamed.
 */
export const BREAK_KINDS = {
  /** The ledger says the provider took the money; the day's files are here and lack it. */
  MISSING_IN_PROVIDER: { meaning: 'We say paid; the provider’s file lacks it' },
  /** The provider says it took money of which the ledger never heard. */
  MISSING_IN_LEDGER: { meaning: 'The provider’s file says paid; the ledger never heard of it' },
  /** Both sides know the payment, with different amounts. */
  AMOUNT_MISMATCH: { meaning: 'Both sides know the payment, with different amounts' },
  /** Both sides know the reference, and one of them has it more often. */
  DUPLICATE: { meaning: 'One side has the same reference more often than the other' },
  /** A whole file cannot be trusted: nothing of it is matched. */
  CONTROL_TOTAL: { meaning: 'A file does not add up to its own control totals' },
} as const satisfies Record<string, { meaning: string }>;

export type BreakKind = keyof typeof BREAK_KINDS;

/** The kinds in the order in which they are declared, for schemas and metrics. */
export const BREAK_KIND_NAMES = Object.keys(BREAK_KINDS) as [BreakKind, ...BreakKind[]];

/** Why the system closed a break: what came later explains it. */
export const CLOSE_REASONS = {
  matched_by_posting: 'A ledger posting that came later explains the line',
  matched_by_file: 'A file that came later has the payment',
  netted_by_reversal: 'A reversal of the same day leaves nothing to expect',
  nothing_expected: 'Later postings leave nothing to expect',
  part_of_other_break: 'Another break now says what this one said',
  replaced_by_file: 'A file that came later replaces the one that did not add up',
} as const satisfies Record<string, string>;

export type CloseReason = keyof typeof CLOSE_REASONS;
