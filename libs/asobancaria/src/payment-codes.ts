/**
 * The code lists of the standard. They are open: banks add codes of their own (31, 53 and 99 have been
 * seen), so a code that is not here is kept as it is and has no name.
 */

/** "Procedencia de pago": through whom the payment came. */
export const PAYMENT_ORIGINS: Readonly<Record<string, string>> = {
  '01': 'bank',
  '02': 'savings and housing corporation',
  '03': 'ACH Colombia',
  '04': 'Ascredibanco',
  '05': 'ATH',
  '06': 'CENIT',
  '07': 'Red Multicolor',
  '08': 'Servibanca',
};

/** "Medio de pago": how the payer paid. A cheque (02) may still bounce. */
export const PAYMENT_MEANS: Readonly<Record<string, string>> = {
  '01': 'cash at the counter',
  '02': 'cheque at the counter',
  '03': 'self-service drop box',
  '11': 'debit to account by audio response',
  '12': 'debit to account at a cash machine',
  '13': 'debit to account at a point of sale',
  '14': 'direct debit to account',
  '15': 'debit to account by Internet',
  '21': 'credit card by audio response',
  '22': 'credit card at a cash machine',
  '23': 'credit card at a point of sale',
  '24': 'direct debit to credit card',
  '25': 'credit card by Internet',
};

/** "Tipo de cuenta" of the credited account. */
export const ACCOUNT_TYPES: Readonly<Record<string, string>> = {
  '01': 'savings',
  '02': 'current',
  '03': 'credit card',
};

/** @returns the name of an origin, or null for a bank's own code */
export function originName(code: string): string | null {
  return nameIn(PAYMENT_ORIGINS, code);
}

/** @returns the name of a means of payment, or null for a bank's own code */
export function meansName(code: string): string | null {
  return nameIn(PAYMENT_MEANS, code);
}

/** @returns the name of an account type, or null for a bank's own code */
export function accountTypeName(code: string): string | null {
  return nameIn(ACCOUNT_TYPES, code);
}

function nameIn(table: Readonly<Record<string, string>>, code: string): string | null {
  return Object.hasOwn(table, code) ? (table[code] ?? null) : null;
}
