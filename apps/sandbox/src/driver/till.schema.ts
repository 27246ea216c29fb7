import { isDay } from '@cauce/calendar';
import { fromWholeUnits, money, wholeUnits } from '@cauce/money';
import { z } from 'zod';
import { PROTOCOLS } from '../protocols.js';

/** What the people at the till and in the settlement office may ask for. */

/** Minor units; a counter takes whole pesos. */
const amount = z
  .int()
  .positive()
  .refine((minor) => minor % 100 === 0, 'a counter takes whole pesos: a multiple of 100')
  .transform((minor) => money(BigInt(minor), 'COP'))
  .refine((value) => wholeUnits(value) <= 999_999_999_999n, 'more than a settlement file can hold');
const paidAt = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .nullish();
const confirmation = {
  /** Where to tell about money without a voucher; the last known place when left out. */
  confirmationUrl: z.url({ protocol: /^https?$/ }).nullish(),
  confirmationMethod: z.enum(['GET', 'POST']).default('POST'),
};
const stray = {
  protocol: z.enum(PROTOCOLS).default('epayco'),
  amount,
  reference: z.string().trim().min(1).max(48),
  network: z
    .string()
    .regex(/^[a-z_]{1,30}$/, 'must be a network such as efecty')
    .default('efecty'),
  paidAt,
  ...confirmation,
};

export const paySchema = z.strictObject({
  code: z.string().min(1),
  amount: amount.nullish(),
  paidAt,
});
export const straySchema = z.strictObject(stray);
/** `{"code": null, …}` says the same as the path of stray money. */
export const codelessSchema = z.strictObject({ code: z.null(), ...stray });

export const reverseSchema = z.union([
  z.strictObject({ transaction: z.int().positive(), code: z.string().nullish() }),
  z.strictObject({ code: z.string().min(1) }),
]);

export const expireSchema = z.strictObject({ code: z.string().min(1) });

export const daySchema = z.string().refine(isDay, 'must be a day as 2026-11-20');

/** Pesos as a person types them: `85000` or `85.000`. */
export const typedPesosSchema = z
  .string()
  .trim()
  .transform((text) => text.replaceAll('.', ''))
  .pipe(z.string().regex(/^\d{0,12}$/, 'pesos without centavos'))
  .transform((text) => (text === '' ? null : fromWholeUnits(BigInt(text), 'COP')));
