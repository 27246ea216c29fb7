import { DOCUMENT_TYPES } from '@cauce/contracts';
import { isDay } from '@cauce/calendar';
import { z } from 'zod';
import { pesos, routeCommitment, routeFees } from './route-fees.schema.js';
import { isGln } from './voucher-barcode.js';

const MAX_SECONDS = 31_536_000;

/** More entries than any installation has; a file that has more is some other file. */
const MAX_ENTRIES = 5_000;

const seconds = z.int().positive().max(MAX_SECONDS);

const time = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time such as 08:00, or 24:00');

const times = z
  .strictObject({ opens: time, closes: time })
  .refine(({ opens, closes }) => opens < closes, 'must open before it closes')
  .nullable();

const limits = z
  .strictObject({ minimumPesos: pesos.min(1), maximumPesos: pesos.min(1) })
  .refine((one) => one.minimumPesos <= one.maximumPesos, 'the minimum is above the maximum');

const expiry = z
  .strictObject({ minimumSeconds: seconds, maximumSeconds: seconds, defaultSeconds: seconds })
  .refine(
    (one) => one.minimumSeconds <= one.defaultSeconds && one.defaultSeconds <= one.maximumSeconds,
    'the default is not between the minimum and the maximum',
  );

const entry = z.strictObject({
  route: z.string().regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/, 'must be a route'),
  /** The first day, in Bogota, on which the entry holds: until the next one of the same route. */
  from: z.string().refine(isDay, 'must be a day, YYYY-MM-DD'),
  limits: limits.optional(),
  expiry: expiry.optional(),
  /** Opening times of the counters; left out, they never close. Null is closed all day. */
  hours: z
    .strictObject({ weekday: times, saturday: times, sunday: times, holiday: times })
    .optional(),
  /** Whether payments are issued while the counters are closed, as for vouchers that are paid later. */
  sellsWhenClosed: z.boolean().default(false),
  fees: routeFees.optional(),
  /** Payments a month that the provider was promised; left out, none were. */
  commitment: routeCommitment.optional(),
  /** Documents that the route accepts of a payer; left out, all of them. */
  documents: z.array(z.enum(DOCUMENT_TYPES)).min(1).optional(),
  /** The biller's location number, which makes bar codes for vouchers that come without one. */
  gln: z.string().refine(isGln, 'must be 13 digits that end in their check digit').optional(),
  /** Where it was read: a contract, a page with its date. */
  source: z.string().min(1),
});

/** The terms of routes: each entry is the whole of what differs from the route's settings since its day. */
export const routeTermsSchema = z
  .array(entry)
  .max(MAX_ENTRIES)
  .check(({ value, issues }) => {
    const seen = new Set<string>();
    for (const [n, { route, from }] of value.entries()) {
      const name = `${route} from ${from}`;
      if (seen.has(name)) {
        issues.push({ code: 'custom', message: `${name} is there twice`, path: [n], input: value });
      }
      seen.add(name);
    }
  });

/** What holds of a route since a day. */
export type RouteTerms = z.output<typeof entry>;
