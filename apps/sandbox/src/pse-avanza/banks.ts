/** Banks as `GetBankListNF` names them; the first line asks to choose one. They are made up. */
export const BANKS = [
  { financialInstitutionCode: '0', financialInstitutionName: 'A continuación seleccione su banco' },
  { financialInstitutionCode: '1007', financialInstitutionName: 'BANCO DE LAS PRUEBAS' },
  { financialInstitutionCode: '1051', financialInstitutionName: 'BANCO ÑANDÚ' },
  { financialInstitutionCode: '1507', financialInstitutionName: 'NEQUI DE ENSAYO' },
] as const;

export function isBank(code: string): boolean {
  return code !== '0' && BANKS.some(({ financialInstitutionCode: one }) => one === code);
}
