/** A bank of PSE, or the line above all of them. */
export interface Bank {
  readonly bankCode: string;
  readonly bankName: string;
}

/** The first line of the list is none. */
const NO_BANK = '0';

/**
 * The banks behind PSE, as a merchant under test gets them. 1077 and 1022 are in answers that integrators
 * kept, the others are made up.
 */
export const BANKS: readonly Bank[] = [
  { bankCode: NO_BANK, bankName: 'A continuación seleccione su banco' },
  { bankCode: '1077', bankName: 'BANKA' },
  { bankCode: '1022', bankName: 'BANCO UNION COLOMBIANO' },
  { bankCode: '1007', bankName: 'BANCO DE LAS PRUEBAS' },
  { bankCode: '1051', bankName: 'BANCO ÑANDÚ' },
  { bankCode: '1551', bankName: 'BILLETERA DE ENSAYO' },
];

/** @returns null for a code that nobody can pay at, the first line's too */
export function findBank(code: string): Bank | null {
  return BANKS.find(({ bankCode }) => bankCode === code && code !== NO_BANK) ?? null;
}
