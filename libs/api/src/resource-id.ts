import { z } from 'zod';

/**
 * Schema of an id in a path: `@Param('id', { schema: resourceId('pay') }) id: string`. A malformed id
 * answers 404, like one that does not exist.
 *
 * @param prefix the kind of thing, without the underscore
 */
export function resourceId(prefix: string): z.ZodString {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`), `must be an id such as ${prefix}_…`);
}
