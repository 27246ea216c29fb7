import { z } from 'zod';
import type { Transaction } from '../collections/collection.js';

/**
 * The query of `GET /v1/payments/search`. An issue's message is the number of Mercado Pago's own error.
 *
 * @source mercadopago.com.co, reference payments/search: sort, criteria, range of dates, last twelve months
 */

const DATES = {
  date_created: ({ createdAt }) => createdAt,
  date_approved: ({ paidAt }) => paidAt,
  date_last_updated: ({ changedAt }) => changedAt,
  money_release_date: ({ paidAt }) => paidAt,
} as const satisfies Record<string, (payment: Transaction) => Date | null>;

type DateField = keyof typeof DATES;
const DATE_FIELDS = Object.keys(DATES) as [DateField, ...DateField[]];

const UNITS_MS = { MINUTE: 60_000, HOUR: 3_600_000, DAY: 86_400_000, MONTH: 30 * 86_400_000 };
const YEAR_MS = 365 * 86_400_000;
const RELATIVE = /^NOW(?:([+-]\d{1,4})(MINUTE|HOUR|DAY|MONTH)S?)?$/;
const MOST_ROWS = 1_000;

/** A date, or one that counts from now: `NOW-30DAYS`. */
const date = z
  .union([z.iso.datetime({ offset: true }), z.string().regex(RELATIVE)], '1001')
  .optional();

export const searchQuerySchema = z.object({
  sort: z.enum([...DATE_FIELDS, 'id'], '1003').default('date_created'),
  criteria: z.enum(['asc', 'desc'], '1004').default('asc'),
  external_reference: z.string().optional(),
  status: z.string().optional(),
  range: z.enum(DATE_FIELDS, '1').default('date_created'),
  begin_date: date,
  end_date: date,
  offset: z.coerce.number('1').int('1').min(0, '1').default(0),
  limit: z.coerce.number('1').int('1').min(0, '1').max(MOST_ROWS, '1000').default(30),
});

export type SearchQuery = z.output<typeof searchQuerySchema>;

/**
 * Sorts what lies in the range; the reference, the status and the page are the caller's.
 *
 * @param payments - oldest first
 */
export function found(payments: readonly Transaction[], query: SearchQuery, now: Date) {
  const from = query.begin_date === undefined ? 0 : instantMs(query.begin_date, now);
  const to = query.end_date === undefined ? Infinity : instantMs(query.end_date, now);
  const isWanted = (payment: Transaction) => {
    const at = DATES[query.range](payment)?.getTime();
    const isInRange = at !== undefined && at >= from && at <= to;
    const hasDates = query.begin_date !== undefined || query.end_date !== undefined;
    const isYoung = payment.createdAt.getTime() >= now.getTime() - YEAR_MS;
    return isYoung && (isInRange || !hasDates);
  };
  const direction = query.criteria === 'asc' ? 1 : -1;
  const keyOf = (payment: Transaction) =>
    query.sort === 'id' ? payment.id : Number(DATES[query.sort](payment));
  return payments.filter(isWanted).sort((a, b) => direction * (keyOf(a) - keyOf(b) || a.id - b.id));
}

function instantMs(text: string, now: Date): number {
  const relative = RELATIVE.exec(text);
  if (relative === null) return new Date(text).getTime();
  const unit = (relative[2] ?? 'DAY') as keyof typeof UNITS_MS;
  return now.getTime() + Number(relative[1] ?? 0) * UNITS_MS[unit];
}
