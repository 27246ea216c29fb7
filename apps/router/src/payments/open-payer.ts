import type { FieldCipher } from '@cauce/config';
import { payerSchema, type Payer } from '@cauce/contracts';

/** The payer of a payment, opened. */
export function openPayer(
  cipher: FieldCipher,
  { id, payerSealed }: { readonly id: string; readonly payerSealed: string },
): Payer {
  return payerSchema.parse(JSON.parse(cipher.open(payerSealed, `payer:${id}`)));
}
