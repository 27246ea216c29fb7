import { z } from 'zod';
import { sameSecret } from '../same-secret.js';
import type { PayuAccount } from './account.js';
import { CREDENTIALS, property } from './refusal.js';

const envelope = z.object({
  command: z.string(),
  test: z.boolean().default(false),
  language: z.string().optional(),
  merchant: z.object({ apiLogin: z.string(), apiKey: z.string() }),
  transaction: z.unknown().optional(),
  details: z.record(z.string(), z.unknown()).nullish(),
  bankListInformation: z.record(z.string(), z.unknown()).nullish(),
});

export type ServiceRequest = z.infer<typeof envelope>;

/** What both services are asked with. @source PayU Latam's documentation: `merchant` in the body lets in */
export function parseService(
  body: unknown,
  account: PayuAccount,
): { readonly asked: ServiceRequest } | { readonly error: string } {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join('.') ?? '';
    if (path.startsWith('merchant')) return { error: CREDENTIALS };
    return { error: property(path, 'No puede ser vacío') };
  }
  const { apiLogin, apiKey } = parsed.data.merchant;
  const isOurs = [sameSecret(apiLogin, account.apiLogin), sameSecret(apiKey, account.apiKey)];
  return isOurs.every(Boolean) ? { asked: parsed.data } : { error: CREDENTIALS };
}
