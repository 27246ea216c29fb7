import { z } from 'zod';

/** What Payvalida repeats of an order. */
export const orderDetailsSchema = z.object({
  kind: z.literal('order'),
  email: z.string(),
  description: z.string(),
  iva: z.string(),
});

export type OrderDetails = z.infer<typeof orderDetailsSchema>;
