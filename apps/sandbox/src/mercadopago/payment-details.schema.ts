import { z } from 'zod';

/** What Mercado Pago repeats of a request, and what it knows it again by. */
export const paymentDetailsSchema = z.object({
  idempotencyKey: z.string(),
  description: z.string(),
  email: z.string(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  document: z.object({ type: z.string(), number: z.string() }).nullable(),
  bank: z.string().nullable(),
  callbackUrl: z.string().nullable(),
});

export type PaymentDetails = z.infer<typeof paymentDetailsSchema>;

/** The details of money that came without a request. */
export const NO_DETAILS: PaymentDetails = {
  idempotencyKey: '',
  description: 'Pago sin cupón',
  email: '',
  firstName: null,
  lastName: null,
  document: null,
  bank: null,
  callbackUrl: null,
};
