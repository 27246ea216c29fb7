import { z } from 'zod';

/** What a refund is known again by. */
export const refundDetailsSchema = z.object({ idempotencyKey: z.string() });
