import { z } from 'zod';

/** What a till remembers of a payment at a host. */
export const networkDetailsSchema = z.object({
  kind: z.literal('network'),
  contract: z.enum(['collect', 'cash_out']),
  netname: z.string(),
});

export type NetworkDetails = z.infer<typeof networkDetailsSchema>;
