import { z } from 'zod';

/** What PayU repeats of a request. */
export const orderDetailsSchema = z.object({
  accountId: z.string(),
  description: z.string(),
  isTest: z.boolean(),
  fullName: z.string(),
  email: z.string(),
  phone: z.string(),
  document: z.string(),
  ipAddress: z.string(),
  bank: z.string().nullable(),
  responseUrl: z.string().nullable(),
});

export type OrderDetails = z.infer<typeof orderDetailsSchema>;

/** The details of money that came without a request. */
export function noDetails(accountId: string): OrderDetails {
  return {
    accountId,
    description: 'Pago sin orden',
    isTest: true,
    fullName: '',
    email: '',
    phone: '',
    document: '',
    ipAddress: '',
    bank: null,
    responseUrl: null,
  };
}
