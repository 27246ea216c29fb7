import {
  ConnectorError,
  type ProviderCall,
  type ProviderTransaction,
  type StatusAnswer,
  type StatusQuery,
} from '@cauce/connector-kit';
import type { EpaycoClient } from './epayco.client.js';
import { isOurs, toTransaction, type EpaycoAccount } from './epayco.mapping.js';

/** The status is always read transaction by transaction: a search only says which there are. */
export async function readStatus(
  client: EpaycoClient,
  account: EpaycoAccount,
  query: StatusQuery,
  call: ProviderCall,
): Promise<StatusAnswer> {
  const { reference, providerTransactionIds, scope } = query;
  const found = scope === 'reference' ? await client.search(reference, call) : [];
  const transactions: ProviderTransaction[] = [];
  for (const id of new Set([...providerTransactionIds, ...found])) {
    const data = await client.readTransaction(id, call);
    if (data !== null && isOurs(data, account)) transactions.push(toTransaction(data));
    if (data === null && scope === 'reference') {
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
