import { z } from 'zod';

/** A consumer gave up on a message. The message is text, as it may be no JSON at all. */
export const messageSetAside = z.object({
  consumer: z.string(),
  topic: z.string(),
  partition: z.int().nonnegative().nullable(),
  /** Digits: an offset does not fit a JSON number. */
  offset: z.string().nullable(),
  messageId: z.string(),
  reason: z.enum(['malformed', 'failed']),
  error: z.string(),
  attempts: z.int().positive(),
  message: z.string(),
});
