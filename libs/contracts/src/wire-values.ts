import { z } from 'zod';

/**
 * An amount in minor units: a JSON integer on the wire, a bigint in the process.
 *
 * COP has two decimals, so 8500000 is $ 85.000. The integer must be safe (|n| < 2^53).
 */
export const minorAmount = z.codec(z.int(), z.bigint(), {
  decode: (wire) => BigInt(wire),
  encode: (amount) => Number(amount),
});

/** ISO 4217 code of three capital letters. */
export const currencyCode = z.string().regex(/^[A-Z]{3}$/, 'must be a three-letter currency code');

/** Money in messages: `{"minor": 8500000, "currency": "COP"}`. */
export const moneyOnWire = z.object({ minor: minorAmount, currency: currencyCode });

/** An instant: ISO-8601 with Z on the wire, a Date in the process. */
export const instant = z.codec(z.iso.datetime(), z.date(), {
  decode: (wire) => new Date(wire),
  encode: (at) => at.toISOString(),
});

/** A business day in America/Bogota, `YYYY-MM-DD`; the same text on the wire and in the process. */
export const businessDay = z.iso.date();

/** A route: rail and protocol account, such as `efecty.epayco`. */
export const routeName = z.string().regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/);

/** A rail: how the payer pays, such as `efecty`. */
export const railName = z.string().regex(/^[a-z][a-z0-9_]*$/);
