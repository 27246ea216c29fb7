import type { Day } from '@cauce/calendar';
import { DriverError } from '../errors.js';
import type { PretendProvider } from '../pretend-provider.js';
import { SETTLEMENT_DEFECTS, type SettlementDefect } from './settlement-defect.js';
import { settledPayments, settlementBytes } from './settlement-file.js';
import type { SettlementStore, StoredFile } from './settlement-store.js';

export interface SettlementOrder {
  readonly provider: PretendProvider;
  /** The provider's first one when null. */
  readonly network: string | null;
  readonly day: Day;
  readonly defect: SettlementDefect | null;
  readonly modifier: string;
  readonly lines: 'all' | 'new';
}

/**
 * Writes the file of a network's day where the merchant fetches it. Asked again for the same day and modifier, the file
 * is written again: the same bytes, unless payments came or went in between.
 * @throws DriverError UNKNOWN_NETWORK, or NOTHING_TO_SPOIL when the day has too few payments for the defect
 */
export function writeSettlement(
  settlements: SettlementStore,
  { provider, day, defect, modifier, lines, ...order }: SettlementOrder,
): StoredFile {
  const { protocol, collector } = provider;
  const network = networkOf(provider, order.network);
  const others = settlements
    .ofDay({ protocol, network, day })
    .filter((file) => file.modifier !== modifier);
  const reported = new Set(lines === 'new' ? others.flatMap((file) => file.transactions) : []);
  const payments = settledPayments(collector.book.allTransactions(), day).filter(
    (one) => one.network === network && !reported.has(one.id),
  );
  const needs = defect === null ? 0 : SETTLEMENT_DEFECTS[defect].needs;
  if (payments.length < needs) {
    const detail = `${defect} needs ${needs} payment on ${day}, which has ${payments.length}`;
    throw new DriverError('NOTHING_TO_SPOIL', { detail });
  }
  const transactions = payments.map(({ id }) => id);
  const bytes = settlementBytes({ day, modifier, payments }, defect);
  return settlements.write({ protocol, network, day, modifier, defect, transactions }, bytes);
}

function networkOf({ networks }: PretendProvider, wanted: string | null): string {
  const network = networks.find((one) => wanted === null || one === wanted);
  if (network !== undefined) return network;
  throw new DriverError('UNKNOWN_NETWORK', { validValues: [...networks] });
}
