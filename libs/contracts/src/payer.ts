import { z } from 'zod';

/** Documents that a payer may identify with. PEP is absent: it has not been valid since March 2023. */
export const DOCUMENT_TYPES = ['CC', 'CE', 'NIT', 'TI', 'PPN', 'PPT'] as const;

/** The payer inside Cauce, sealed wherever it is stored or sent. */
export const payerSchema = z.object({
  kind: z.enum(['person', 'company']),
  name: z.string(),
  email: z.string().nullable(),
  /** E.164, such as +573001112233. */
  phone: z.string().nullable(),
  document: z.object({ type: z.enum(DOCUMENT_TYPES), number: z.string() }).nullable(),
  /** Where the payer is, as the merchant wrote it. */
  city: z.string().optional(),
});

export type DocumentType = (typeof DOCUMENT_TYPES)[number];
export type Payer = z.infer<typeof payerSchema>;
