import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { sameSecret } from '../same-secret.js';
import type { EpaycoAccount } from './account.js';

/** The log-ins of ePayco; a token of one host is worth nothing at another, but that apiflow takes apify's. */
export type TokenAudience = 'restpagos' | 'apify' | 'apiflow';

/** Half an hour is known of ePayco's newer log-in; that the older ones do the same is our assumption. */
export const DEFAULT_TOKEN_TTL_MS = 30 * 60_000;

const BEARER = /^Bearer [\w-]+\.([\w-]+)\.([\w-]+)$/;
const claimsSchema = z.object({ aud: z.string(), exp: z.number() });
const HEADER = encode({ alg: 'HS256', typ: 'JWT' });

/** Issues and checks bearer tokens that look like ePayco's; nothing is stored. */
export class AccessTokens {
  private readonly secret: string;

  constructor(
    private readonly account: EpaycoAccount,
    private readonly now: () => Date,
    private readonly ttlMs: number = DEFAULT_TOKEN_TTL_MS,
  ) {
    this.secret = `sandbox-token:${account.privateKey}`;
  }

  issue(audience: TokenAudience): string {
    const payload = encode({
      sub: this.account.customerId,
      aud: audience,
      exp: this.now().getTime() + this.ttlMs,
    });
    return `${HEADER}.${payload}.${this.seal(payload)}`;
  }

  /** @param authorization the header as it came */
  accepts(authorization: string | undefined, audience: TokenAudience): boolean {
    const [, payload, seal] = BEARER.exec(authorization ?? '') ?? [];
    if (payload === undefined || seal === undefined) return false;
    if (!sameSecret(seal, this.seal(payload))) return false;
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const parsed = claimsSchema.safeParse(claims);
    return parsed.success && parsed.data.aud === audience && parsed.data.exp > this.now().getTime();
  }

  private seal(payload: string): string {
    return createHmac('sha256', this.secret).update(`${HEADER}.${payload}`).digest('base64url');
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
