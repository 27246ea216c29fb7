import { z } from 'zod';

/** Configuration of reconciliation; every variable has a default that suits production. */
export const reconciliationConfigSchema = z.object({
  CAUCE_REMATCH_DELAY_SECONDS: z.coerce
    .number()
    .min(0)
    .max(3_600)
    .default(2)
    .describe(
      'How long ledger postings are gathered before their day is matched again; a file is matched at once',
    ),
});

export type ReconciliationConfig = z.output<typeof reconciliationConfigSchema>;
