/** Why an amount was refused. Each one is a mistake of the caller or of whoever sent the text. */
export const MONEY_ERRORS = {
  MIXED_CURRENCIES: 'amounts in different currencies cannot be combined',
  INEXACT: 'the amount cannot be written with so few decimals',
  NOT_A_DECIMAL: 'the text is not a plain decimal number',
  BAD_DECIMALS: 'the number of decimals is out of range',
  BAD_RATIOS: 'ratios must be zero or more, and at least one above zero',
  BAD_RATE: 'a rate must be zero or more',
} as const satisfies Record<string, string>;

export type MoneyErrorCode = keyof typeof MONEY_ERRORS;

/** Thrown by every function of this library that refuses to give a wrong amount. */
export class MoneyError extends Error {
  readonly code: MoneyErrorCode;

  constructor(code: MoneyErrorCode, detail: string) {
    super(`${MONEY_ERRORS[code]}: ${detail}`);
    this.name = 'MoneyError';
    this.code = code;
  }
}
