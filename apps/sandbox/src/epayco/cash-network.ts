/**
 * The cash networks behind ePayco, by the last part of their path. The franchise codes are documented; the
 * agreement numbers that a payer names at the counter are made up.
 * @source epayco-sdk-node 1.4.4 `cash.create`, franchise table of December 2025
 */
export const CASH_NETWORKS = {
  efecty: { franchise: 'EF', bank: 'EFECTY', label: 'Efecty', agreement: '110342' },
  baloto: { franchise: 'BA', bank: 'BALOTO', label: 'Baloto', agreement: '950110' },
  gana: { franchise: 'GA', bank: 'GANA', label: 'Gana', agreement: '110571' },
  redservi: { franchise: 'RS', bank: 'REDSERVI', label: 'Red Servi', agreement: '110572' },
  puntored: { franchise: 'PR', bank: 'PUNTORED', label: 'Punto Red', agreement: '110573' },
  sured: { franchise: 'SR', bank: 'SURED', label: 'Sured', agreement: '110574' },
} as const satisfies Record<
  string,
  { franchise: string; bank: string; label: string; agreement: string }
>;

export type CashNetwork = keyof typeof CASH_NETWORKS;

export const CASH_NETWORK_NAMES = Object.keys(CASH_NETWORKS) as [CashNetwork, ...CashNetwork[]];

/** Tells whether the last part of a path names a network. */
export function isCashNetwork(text: string): text is CashNetwork {
  return Object.hasOwn(CASH_NETWORKS, text);
}
