import {
  ConnectorError,
  type Issued,
  type IssueRequest,
  type ProviderCall,
} from '@cauce/connector-kit';
import type { EpaycoClient } from './epayco.client.js';
import type { EpaycoAccount } from './epayco.mapping.js';
import type { EpaycoTransactionsClient } from './epayco-transactions.client.js';
import { sealBody } from './epayco-transactions.leaf-cipher.js';
import {
  toIssuedTransaction,
  toTransactionBody,
  toTransactionStatus,
} from './epayco-transactions.mapping.js';
import type { TransactionWay } from './epayco-transactions.ways.js';

/** An account at the newer service, which finds nothing by our reference: the search stays where it was. */
export interface TransactionService {
  readonly client: EpaycoTransactionsClient;
  readonly finder: Pick<EpaycoClient, 'search'>;
  readonly account: EpaycoAccount;
  readonly privateKey: string;
}

/**
 * Creates a transaction. The service refuses a second one of the same bill: then the first one is looked for,
 * and handed out again where it still shows what the payer needs.
 *
 * @throws ConnectorError; duplicate_reference when there is one already that cannot be handed out
 */
export async function issueTransaction(
  service: TransactionService,
  way: TransactionWay,
  request: IssueRequest,
  call: ProviderCall,
): Promise<Issued> {
  const body = sealBody(toTransactionBody(request, service.account, way), service.privateKey);
  try {
    const made = await service.client.create(body, call);
    return toIssuedTransaction(made, request, service.account, way, call.now());
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind !== 'duplicate_reference') throw error;
    return takeOver(service, way, request, call, error);
  }
}

/**
 * Hands out what an earlier create made. It exists: whatever goes wrong while it is looked for is no reason to
 * say anything else, and least of all that nothing was sent.
 */
async function takeOver(
  service: TransactionService,
  way: TransactionWay,
  request: IssueRequest,
  call: ProviderCall,
  refusal: ConnectorError,
): Promise<Issued> {
  try {
    for (const id of await service.finder.search(request.reference, call)) {
      const issued = await pendingAgain(service, way, request, id, call);
      if (issued !== null) return issued;
    }
  } catch (cause) {
    throw new ConnectorError('duplicate_reference', refusal.message, { cause });
  }
  throw refusal;
}

/** @returns null for a transaction that is not pending, of another way of paying, or not of this account's kind */
async function pendingAgain(
  { client, account }: TransactionService,
  way: TransactionWay,
  request: IssueRequest,
  id: string,
  call: ProviderCall,
): Promise<Issued | null> {
  const data = await client.read(id, call);
  if (data === null || data.testMode !== account.isTest) return null;
  if (data.franchise !== way.franchise) return null;
  if (toTransactionStatus(data).status !== 'pending') return null;
  return toIssuedTransaction(data, request, account, way, call.now());
}
