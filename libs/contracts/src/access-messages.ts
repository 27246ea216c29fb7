import { z } from 'zod';
import { instant } from './wire-values.js';

/** What an API key may do. `admin` implies every other scope. */
export const SCOPES = [
  'payments:read',
  'payments:write',
  'payouts:write',
  'refunds:write',
  'routing:write',
  'ledger:read',
  'reconciliation:write',
  'admin',
] as const;

/** An API key was made, changed or revoked. Carries the digest of the secret, never the secret. */
export const apiKeyChanged = z.object({
  keyId: z.string(),
  /** SHA-256 of the whole key, hex. */
  secretHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Null for an operator's key. */
  merchantId: z.string().nullable(),
  mode: z.enum(['test', 'live']),
  scopes: z.array(z.enum(SCOPES)).min(1),
  revokedAt: instant.nullable(),
});

export type Scope = (typeof SCOPES)[number];
export type ApiKeyChanged = z.output<typeof apiKeyChanged>;
