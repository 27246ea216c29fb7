import { z } from 'zod';
import { CURRENCIES, money, type Currency, type Money } from '@cauce/money';

const currencies = Object.keys(CURRENCIES) as [Currency, ...Currency[]];

/** Money over the API: integer minor units (COP has two decimals: 8500000 is $ 85.000). */
export const moneyView = z
  .strictObject({ value: z.int(), currency: z.enum(currencies) })
  .meta({ id: 'Money', description: 'Integer minor units; COP has two: 8500000 is $ 85.000.' });

export type MoneyView = z.infer<typeof moneyView>;

/**
 * Shows money to a caller.
 *
 * @throws RangeError when the amount is not a safe JSON integer: better than a wrong figure
 */
export function toMoneyView(amount: Money): MoneyView {
  const value = Number(amount.minor);
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`${amount.minor} minor units do not fit a JSON number`);
  }
  return { value, currency: amount.currency };
}

/** Reads money that a caller sent. */
export function fromMoneyView(view: MoneyView): Money {
  return money(BigInt(view.value), view.currency);
}
