import { z } from 'zod';

/** What Payvalida repeats of an order. */
export const orderDetailsSchema = z.object({
  kind: z.literal('order'),
  /** Whose it is; an order that does not say is told to nobody. */
  merchant: z.string().default(''),
  email: z.string(),
  description: z.string(),
  iva: z.string(),
  /** Null in journals of orders without one. */
  payerName: z.string().nullable().default(null),
});

export type OrderDetails = z.infer<typeof orderDetailsSchema>;
