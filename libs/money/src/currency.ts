/**
 * The currencies that Cauce books, and how many decimals their minor unit has. These are the ISO 4217
 * exponents: COP has 2, although shops and cash counters only handle whole pesos.
 */
export const CURRENCIES = {
  COP: { decimals: 2 },
  USD: { decimals: 2 },
} as const satisfies Record<string, { decimals: number }>;

export type Currency = keyof typeof CURRENCIES;

/** Tells whether a text from outside names a currency that we book. */
export function isCurrency(text: string): text is Currency {
  return Object.hasOwn(CURRENCIES, text);
}
