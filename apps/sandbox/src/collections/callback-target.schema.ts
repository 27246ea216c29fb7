import { z } from 'zod';

/** Where and how a merchant wants to be told; kept with each transaction, as providers do. */
export const callbackTargetSchema = z.object({
  url: z.url({ protocol: /^https?$/ }),
  method: z.enum(['GET', 'POST']),
});

export type CallbackTarget = z.infer<typeof callbackTargetSchema>;
