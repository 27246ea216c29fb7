import { readBogotaText } from '../bogota-time.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A transfer can stay pending for about twenty minutes. @source docs.epayco.com, page of states */
const TRANSFER_MS = 20 * 60_000;

/** How long a voucher may live, and what happens to a wish outside of that. */
export interface ExpiryBounds {
  readonly minimumMs: number;
  readonly maximumMs: number;
  /** `clip` moves the wish to the nearest bound, `reject` refuses the voucher. */
  readonly outside: 'clip' | 'reject';
}

/**
 * ePayco's own page of states says 12 hours to 8 days, the read-me of its SDK says up to 30 days for some
 * networks: they disagree, so it is an option. That a wish outside is clipped is our assumption.
 */
export const DEFAULT_EXPIRY: ExpiryBounds = {
  minimumMs: 12 * HOUR_MS,
  maximumMs: 8 * DAY_MS,
  outside: 'clip',
};

/** When no expiry is asked for; ePayco's newer flow uses about five days. */
const UNASKED_MS = 5 * DAY_MS;

export type Expiry =
  | { readonly kind: 'accepted'; readonly effectiveAt: Date }
  | { readonly kind: 'refused'; readonly reason: string };

/** Until when a payer can pay at the bank: nobody can ask for anything else. */
export function transferExpiry(now: Date): Expiry & { readonly kind: 'accepted' } {
  const endMs = now.getTime() + TRANSFER_MS;
  return { kind: 'accepted', effectiveAt: new Date(Math.floor(endMs / 1_000) * 1_000) };
}

/**
 * Decides until when a voucher can be paid.
 * @param requested the `fechaexpiracion` of the request, time of Bogota; null when it has none
 * @returns the effective end, at a whole second, which may differ from the requested one
 */
export function effectiveExpiry(
  requested: string | null,
  now: Date,
  bounds: ExpiryBounds = DEFAULT_EXPIRY,
): Expiry {
  const wish = requested === null ? now.getTime() + UNASKED_MS : readBogotaText(requested)?.at;
  if (wish === undefined) {
    return { kind: 'refused', reason: `fechaexpiracion no es una fecha: ${requested}` };
  }
  const wishMs = Number(wish);
  if (wishMs <= now.getTime()) {
    return { kind: 'refused', reason: 'fechaexpiracion debe ser una fecha futura' };
  }
  const earliest = now.getTime() + bounds.minimumMs;
  const latest = now.getTime() + bounds.maximumMs;
  if (bounds.outside === 'reject' && (wishMs < earliest || wishMs > latest)) {
    return { kind: 'refused', reason: 'fechaexpiracion está fuera del plazo permitido' };
  }
  const clipped = Math.min(Math.max(wishMs, earliest), latest);
  return { kind: 'accepted', effectiveAt: new Date(Math.floor(clipped / 1_000) * 1_000) };
}
