import type { Transaction, Voucher } from '../collections/collection.js';
import type { Collector } from '../collections/collector.js';
import { effectiveExpiry, transferExpiry, type ExpiryBounds } from './effective-expiry.js';
import type { EpaycoNetwork } from './networks.js';
import type { EpaycoRequest } from './request-fields.schema.js';
import { voucherDetailsSchema } from './voucher-details.schema.js';

export type Issuing =
  | { readonly kind: 'issued' | 'existing'; readonly transaction: Transaction }
  | { readonly kind: 'conflict'; readonly voucher: Voucher }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * What becomes of a second request for one factura: `same` answers with the first voucher or transfer, whatever
 * became of it, if amount and place are the same; `anew` issues another one; `refuse` does neither.
 */
export type Repeated = 'same' | 'anew' | 'refuse';

interface Circumstances {
  readonly now: Date;
  readonly expiry: ExpiryBounds;
  readonly repeated: Repeated;
}

/** Issues a voucher or a transfer, as a rule once for each factura. */
export function issueOnce(
  collector: Collector,
  network: EpaycoNetwork,
  request: EpaycoRequest,
  { now, expiry, repeated }: Circumstances,
): Issuing {
  collector.expireDue();
  const known = collector.book.voucherOf(request.factura);
  if (known !== undefined && repeated === 'refuse') return { kind: 'conflict', voucher: known };
  if (known !== undefined && repeated === 'same') {
    return issueAgain(collector, known, network, request);
  }
  const end =
    network === 'pse' ? transferExpiry(now) : effectiveExpiry(request.requestedExpiry, now, expiry);
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
  network: EpaycoNetwork,
  request: EpaycoRequest,
): Issuing {
  const { banco } = voucherDetailsSchema.parse(known.details);
  const isSamePlace = known.network === network && banco === request.details.banco;
  const isSame = isSamePlace && known.amountDue.minor === request.amount.minor;
  const [transaction] = book.transactionsOfCode(known.code);
  if (!isSame || transaction === undefined) return { kind: 'conflict', voucher: known };
  return { kind: 'existing', transaction };
}
