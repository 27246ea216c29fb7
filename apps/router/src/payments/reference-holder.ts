import type { AppError } from '@cauce/api';
import type { Sql } from '@cauce/database';
import { routerError } from '../errors.js';

/** The payment that is open or has money under a merchant's reference. */
export async function holderOf(
  sql: Sql,
  merchantId: string,
  reference: string,
  { isLate }: { isLate: boolean },
): Promise<string | undefined> {
  const [row] = await sql.query<{ id: string }>(
    `select id from payments where merchant_id = $1 and reference = $2 and is_late = $3
       and state not in ('failed', 'cancelled', 'expired', 'reversed')
     order by created_at desc limit 1`,
    [merchantId, reference, isLate],
  );
  return row?.id;
}

/** The refusal of a reference that another payment has: its detail and facts name that payment. */
export function referenceInUse(
  id: string | undefined,
  reference: string,
  cause?: unknown,
): AppError {
  return routerError('REFERENCE_IN_USE', {
    detail: `Payment ${id} has the reference ${reference}; read it, or use another reference.`,
    facts: { paymentId: id },
    cause,
  });
}
