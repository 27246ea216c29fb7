import type { Transaction, Voucher } from '../collections/collection.js';
import type { Collector } from '../collections/collector.js';
import type { CashNetwork } from './cash-network.js';
import type { CashRequest } from './cash-request.schema.js';
import { effectiveExpiry, type ExpiryBounds } from './effective-expiry.js';

export type Issuing =
  | { readonly kind: 'issued' | 'existing'; readonly transaction: Transaction }
  | { readonly kind: 'conflict'; readonly voucher: Voucher }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Issues a voucher, once for each factura: asked again for the same amount, the first voucher is the answer,
 * whatever became of it.
 */
export function issueOnce(
  collector: Collector,
  network: CashNetwork,
  request: CashRequest,
  { now, expiry }: { now: Date; expiry: ExpiryBounds },
): Issuing {
  collector.expireDue();
  const known = collector.book.voucherOf(request.factura);
  if (known !== undefined) return issueAgain(collector, known, network, request);
  const end = effectiveExpiry(request.requestedExpiry, now, expiry);
  if (end.kind === 'refused') return end;
  const transaction = collector.issue({
    network,
    reference: request.factura,
    amount: request.amount,
    requestedExpiry: request.requestedExpiry,
    expiresAt: end.effectiveAt,
    callback: request.confirmation,
    details: request.details,
  });
  return { kind: 'issued', transaction };
}

function issueAgain(
  { book }: Collector,
  known: Voucher,
  network: CashNetwork,
  request: CashRequest,
): Issuing {
  const isSame = known.amountDue.minor === request.amount.minor && known.network === network;
  const [transaction] = book.transactionsOfCode(known.code);
  if (!isSame || transaction === undefined) return { kind: 'conflict', voucher: known };
  return { kind: 'existing', transaction };
}
