import { z } from 'zod';

/** Configuration of the ledger. */
export const ledgerConfigSchema = z.object({
  CAUCE_FEES_FILE: z
    .string()
    .optional()
    .describe('JSON file of fee schedules; when set, it replaces those in the database at start'),
});

export type LedgerVariables = z.output<typeof ledgerConfigSchema>;
