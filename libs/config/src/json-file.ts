import { readFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * A variable that names a JSON file, which is read when the configuration is.
 *
 * @param content what the file must hold
 * @returns a schema from the path to what the file holds; for a file that cannot be read it says so
 */
export function jsonFile<T extends z.ZodType>(content: T) {
  return z
    .string()
    .transform((path, context): unknown => {
      try {
        return JSON.parse(readFileSync(path, 'utf8'));
      } catch (error) {
        const message = `cannot be read as JSON: ${error instanceof Error ? error.message : 'failed'}`;
        context.issues.push({ code: 'custom', message, input: path });
        return z.NEVER;
      }
    })
    .pipe(content);
}
