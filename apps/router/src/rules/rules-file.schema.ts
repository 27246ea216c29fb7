import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { routingRules } from './routing-rules.schema.js';

/** A variable that names a JSON file of routing rules; the file is read when the configuration is. */
export const rulesFile = z
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
  .pipe(routingRules);
