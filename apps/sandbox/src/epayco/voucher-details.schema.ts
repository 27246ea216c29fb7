import { z } from 'zod';

/** What ePayco repeats of a request in its answers; amounts are whole pesos, as on the wire. */
export const voucherDetailsSchema = z.object({
  descripcion: z.string(),
  iva: z.number(),
  baseiva: z.number(),
  ico: z.number(),
  tipoDoc: z.string(),
  documento: z.string(),
  nombres: z.string(),
  apellidos: z.string(),
  email: z.string(),
  celular: z.string(),
  telefono: z.string(),
  pais: z.string(),
  ciudad: z.string(),
  direccion: z.string(),
  ip: z.string(),
  isTest: z.boolean(),
  /** extra1 to extra6 of the merchant. */
  extras: z.record(z.string(), z.string()),
  /** `extras_epayco.extra5`, which names the SDK. */
  extra5Epayco: z.string(),
  /** The code of the bank of a transfer; what counters take has none. */
  banco: z.string().default(''),
  /** Where the payer of a transfer comes back to. */
  urlRespuesta: z.string().nullable().default(null),
});

export type VoucherDetails = z.infer<typeof voucherDetailsSchema>;

/** The details of money that came without a voucher. */
export const NO_DETAILS: VoucherDetails = {
  descripcion: 'Recaudo sin pin',
  iva: 0,
  baseiva: 0,
  ico: 0,
  tipoDoc: '',
  documento: '',
  nombres: '',
  apellidos: '',
  email: '',
  celular: '',
  telefono: '',
  pais: 'CO',
  ciudad: '',
  direccion: '',
  ip: '',
  isTest: true,
  extras: {},
  extra5Epayco: '',
  banco: '',
  urlRespuesta: null,
};
