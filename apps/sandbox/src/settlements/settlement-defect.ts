/**
 * What can be wrong with a settlement file. `needs` is how many payments the day must have for it. The
 * first six keep both control totals right unless they are about them; the last four change no payment.
 */
export const SETTLEMENT_DEFECTS = {
  missing_line: { needs: 1, text: 'the first payment is left out; the totals are without it' },
  extra_line: { needs: 0, text: 'a payment of $ 10.000 that nobody made; the totals are with it' },
  amount_off_by_one: { needs: 1, text: 'the first payment is one peso more; the totals too' },
  duplicate_line: { needs: 1, text: 'the first payment is there twice; the totals count it twice' },
  wrong_count: { needs: 0, text: 'the file control declares one payment too many' },
  wrong_total: { needs: 0, text: 'the file control declares one peso too much' },
  truncated: { needs: 0, text: 'the file ends in the middle of a line' },
  no_trailer: { needs: 0, text: 'the file control is missing' },
  bad_order: { needs: 1, text: 'the first payment stands before its batch header' },
  trimmed_lines: { needs: 0, text: 'the spaces at the end of lines are cut; harmless' },
  lf_only: { needs: 0, text: 'lines end in LF instead of CR LF; harmless' },
  latin1_n: { needs: 0, text: 'an Ñ in Latin-1 stands in a reserved area; harmless' },
  empty_file: { needs: 0, text: 'no bytes, as on a day without payments' },
} as const satisfies Record<string, { needs: number; text: string }>;

export type SettlementDefect = keyof typeof SETTLEMENT_DEFECTS;

export const SETTLEMENT_DEFECT_NAMES = Object.keys(SETTLEMENT_DEFECTS) as [
  SettlementDefect,
  ...SettlementDefect[],
];
