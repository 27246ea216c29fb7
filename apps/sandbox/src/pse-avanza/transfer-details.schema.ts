import { z } from 'zod';

/** What PSE repeats of a request. */
export const transferDetailsSchema = z.object({
  ticketId: z.number(),
  bank: z.string(),
  vatValue: z.number(),
  soliciteDate: z.string(),
  entityUrl: z.string().nullable(),
  userType: z.string(),
  referenceNumber2: z.string(),
  referenceNumber3: z.string(),
  description: z.string(),
  identificationType: z.string(),
  identificationNumber: z.string(),
  fullName: z.string(),
  cellphone: z.string(),
  address: z.string(),
  email: z.string(),
});

export type TransferDetails = z.infer<typeof transferDetailsSchema>;

/** The details of money that came without a request. */
export const NO_DETAILS: TransferDetails = {
  ticketId: 0,
  bank: '1007',
  vatValue: 0,
  soliciteDate: '',
  entityUrl: null,
  userType: '',
  referenceNumber2: '',
  referenceNumber3: '',
  description: 'Pago sin solicitud',
  identificationType: '',
  identificationNumber: '',
  fullName: '',
  cellphone: '',
  address: '',
  email: '',
};
