import { findBank } from './banks.js';
import {
  CASH_NETWORK_NAMES,
  CASH_NETWORKS,
  isCashNetwork,
  type CashNetwork,
} from './cash-network.js';

/** Where a payment of ePayco can be made: at a counter, or at a bank by PSE. */
export type EpaycoNetwork = CashNetwork | 'pse';

export const NETWORK_NAMES: readonly EpaycoNetwork[] = [...CASH_NETWORK_NAMES, 'pse'];

/** How a network is called in answers. */
export interface NetworkNames {
  readonly franchise: string;
  readonly bank: string;
  readonly label: string;
}

export function isEpaycoNetwork(text: string): text is EpaycoNetwork {
  return text === 'pse' || isCashNetwork(text);
}

/** @param bankCode - of a transfer; what counters take has none */
export function namesOf(network: EpaycoNetwork, bankCode: string): NetworkNames {
  if (network !== 'pse') return CASH_NETWORKS[network];
  const bank = findBank(bankCode)?.bankName ?? '';
  return { franchise: 'PSE', bank, label: bank };
}
