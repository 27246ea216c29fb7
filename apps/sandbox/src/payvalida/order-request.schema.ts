import { dayOf, isDay, startOfDay, addDays, type Day } from '@cauce/calendar';
import { z } from 'zod';
import { METHODS } from './methods.js';
import { refusalCodeOf, type RefusalCode } from './refusal.js';

/**
 * The body of `POST /api/v3/porders`, and of `PATCH`. An issue's message is Payvalida's own code.
 *
 * @source docs.payvalida.com, api-recaudo, register and update: fields and lengths, 30 days, 343 is Colombia.
 *   The last page writes numbers in quotes: both are taken
 */

const LONGEST_LIFE_DAYS = 30;

const DATE = /^(\d{2})\/(\d{2})\/(\d{4})$/;

function text(longest: number, code: RefusalCode = '0009') {
  return z.string(code).max(longest, code);
}

/** A number, or one in quotes; its text is what the checksum covers. */
function digits(pattern: RegExp, code: RefusalCode) {
  return z
    .union([z.number(), z.string()], code)
    .transform(String)
    .pipe(z.string().regex(pattern, code));
}

const body = z.object({
  merchant: text(50, '0017').min(1, '0017'),
  email: z.email('0009').max(100, '0009'),
  country: digits(/^343$/, '0022'),
  order: text(200, '0041').min(1, '0041'),
  reference: digits(/^\d{0,25}$/, '0009').nullish(),
  money: z.literal('COP', '0023'),
  /** Whole pesos; an open amount, zero, is not pretended. */
  amount: digits(/^[1-9]\d{0,11}$/, '0021'),
  description: text(250).min(1, '0009'),
  method: z.enum(METHODS, '0027'),
  language: text(2).nullish(),
  /** An order that is paid again and again is not pretended. */
  recurrent: z.literal(false, '0009'),
  expiration: z.string('0031').regex(DATE, '0031'),
  iva: digits(/^\d{1,12}(\.\d+)?$/, '0009'),
  checksum: z.string('0025'),
  user_di: text(20).nullish(),
  user_type_di: text(3).nullish(),
  user_name: text(25).nullish(),
  redirect_timeout: digits(/^\d{1,9}$/, '0009').nullish(),
});

export type OrderBody = z.output<typeof body>;

/** @param now - by the clock of the provider */
export function parseOrderBody(
  given: unknown,
  now: Date,
): { readonly body: OrderBody; readonly expiresAt: Date } | { readonly code: RefusalCode } {
  const parsed = body.safeParse(given);
  if (!parsed.success) return { code: refusalCodeOf(parsed.error.issues[0]?.message) };
  const expiry = expiryOf(parsed.data.expiration, now);
  return typeof expiry === 'string' ? { code: expiry } : { body: parsed.data, expiresAt: expiry };
}

/** An order lives to the end of its day in Bogota; that it does is ours. */
function expiryOf(expiration: string, now: Date): Date | RefusalCode {
  const [, date, month, year] = DATE.exec(expiration) ?? [];
  const day: Day = `${year}-${month}-${date}`;
  if (!isDay(day)) return '0031';
  const today = dayOf(now);
  if (day < today) return '0032';
  if (day > addDays(today, LONGEST_LIFE_DAYS)) return '0024';
  return new Date(startOfDay(addDays(day, 1)).getTime() - 1_000);
}
