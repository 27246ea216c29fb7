/**
 * What can be paid with, and where the codes of the till belong to.
 *
 * @source PayU Latam's documentation, December 2023: methods of Colombia, limits of Efecty and Su Red, numbers
 *   of the types; no limits are published for banks and PSE: those here, and the banks, are made up
 */
export const METHODS = {
  EFECTY: { network: 'efecty', type: 7, minimumPesos: 20_000, maximumPesos: 6_000_000 },
  OTHERS_CASH: { network: 'sured', type: 7, minimumPesos: 1_000, maximumPesos: 4_000_000 },
  BANK_REFERENCED: { network: 'banks', type: 10, minimumPesos: 1_000, maximumPesos: 50_000_000 },
  PSE: { network: 'pse', type: 4, minimumPesos: 1_600, maximumPesos: 340_000_000 },
} as const;

export type Method = keyof typeof METHODS;

export const METHOD_NAMES = Object.keys(METHODS) as [Method, ...Method[]];

/** @throws Error for a network that PayU does not have */
export function methodOf(network: string): Method {
  const found = METHOD_NAMES.find((name) => METHODS[name].network === network);
  if (found !== undefined) return found;
  throw new Error(`PayU has no network ${network}`);
}

/** Banks as `GET_BANKS_LIST` names them; the first line asks to choose one. */
export const BANKS = [
  {
    id: 'a1b2c3d4-0000-4000-8000-000000000000',
    description: 'A CONTINUACIÓN SELECCIONE SU BANCO',
    pseCode: '0',
  },
  {
    id: 'a1b2c3d4-0000-4000-8000-000000001007',
    description: 'BANCO DE LAS PRUEBAS',
    pseCode: '1007',
  },
  { id: 'a1b2c3d4-0000-4000-8000-000000001051', description: 'BANCO ÑANDÚ', pseCode: '1051' },
  { id: 'a1b2c3d4-0000-4000-8000-000000001507', description: 'NEQUI DE ENSAYO', pseCode: '1507' },
] as const;
