import { type Currency } from './currency.js';
import { formatDecimal } from './decimal.js';
import { type Money } from './money.js';

export type MoneyLocale = 'es-CO' | 'en';

/**
 * How people read amounts. `Intl` is not used: it shows COP with no decimals and rounds, so that
 * $ 85.000,50 would be printed as an amount that nobody owes. An English text says COP, because a bare
 * "$" would be read as dollars.
 */
const LOCALES = {
  'es-CO': { group: '.', point: ',', symbols: { COP: '$', USD: 'US$' } },
  en: { group: ',', point: '.', symbols: { COP: 'COP', USD: 'US$' } },
} as const satisfies Record<
  MoneyLocale,
  { group: string; point: string; symbols: Record<Currency, string> }
>;

/** Pesos are written without centavos when there are none; dollars always with cents. */
const HIDES_ZERO_FRACTION = { COP: true, USD: false } as const satisfies Record<Currency, boolean>;

/**
 * Writes an amount for people, never rounded: '$ 85.000', '$ 85.000,50', 'US$ 10,50'; in English
 * 'COP 85,000', 'US$ 10.50'.
 */
export function formatMoney(amount: Money, locale: MoneyLocale): string {
  const { group, point, symbols } = LOCALES[locale];
  const { currency } = amount;
  const [whole = '', fraction = ''] = formatDecimal(amount).replace('-', '').split('.');
  const hidden = HIDES_ZERO_FRACTION[currency] && /^0*$/.test(fraction);
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, group);
  const sign = amount.minor < 0n ? '-' : '';
  return `${sign}${symbols[currency]} ${grouped}${hidden ? '' : point + fraction}`;
}
