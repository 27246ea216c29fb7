import {
  ConnectorError,
  type ProviderCall,
  type ProviderTransaction,
  type StatusAnswer,
  type StatusQuery,
} from '@cauce/connector-kit';
import type { EpaycoClient } from './epayco.client.js';
import { isOurs, toTransaction, type EpaycoAccount } from './epayco.mapping.js';
import { toTransactionStatus } from './epayco-transactions.mapping.js';
import type { TransactionService } from './issue-transaction.js';

/** What a transaction turned out to be: there is none, it is nobody of ours, or its state. */
export type StatusReading = 'absent' | 'foreign' | ProviderTransaction;

/** Where transactions are found and read: at either service. */
export interface StatusSource {
  /** ePayco's ids of the transactions with our reference. */
  search(reference: string, call: ProviderCall): Promise<string[]>;
  read(id: string, call: ProviderCall): Promise<StatusReading>;
}

/** Reads what restpagos says. */
export function restpagosStatus(client: EpaycoClient, account: EpaycoAccount): StatusSource {
  return {
    search: (reference, call) => client.search(reference, call),
    read: async (id, call) => {
      const data = await client.readTransaction(id, call);
      if (data === null) return 'absent';
      return isOurs(data, account) ? toTransaction(data) : 'foreign';
    },
  };
}

/**
 * Reads what the newer service says. It does not name the merchant, and need not: ids come from our own
 * creates, from a search with our keys, and from confirmations, whose signature covers the merchant.
 */
export function transactionStatus({ client, finder, account }: TransactionService): StatusSource {
  return {
    search: (reference, call) => finder.search(reference, call),
    read: async (id, call) => {
      const data = await client.read(id, call);
      if (data === null) return 'absent';
      return data.testMode === account.isTest ? toTransactionStatus(data) : 'foreign';
    },
  };
}

/** The status is always read transaction by transaction: a search only says which there are. */
export async function readStatus(
  source: StatusSource,
  query: StatusQuery,
  call: ProviderCall,
): Promise<StatusAnswer> {
  const { reference, providerTransactionIds, scope } = query;
  const found = scope === 'reference' ? await source.search(reference, call) : [];
  const transactions: ProviderTransaction[] = [];
  for (const id of new Set([...providerTransactionIds, ...found])) {
    const reading = await source.read(id, call);
    if (typeof reading !== 'string') transactions.push(reading);
    if (reading === 'absent' && scope === 'reference') {
      throw new ConnectorError(
        'malformed_reply',
        'ePayco named a transaction and does not have it',
      );
    }
  }
  const isAnother = (one: ProviderTransaction) => one.reference !== reference;
  if (scope === 'reference' && transactions.some(isAnother)) {
    throw new ConnectorError('wrong_reference', 'ePayco found a transaction of another factura');
  }
  return transactions.length === 0 ? { kind: 'absent' } : { kind: 'found', transactions };
}
