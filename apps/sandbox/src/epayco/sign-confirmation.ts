import { createHash } from 'node:crypto';
import type { EpaycoAccount } from './account.js';

/** What the signature covers. The state is not in it: whoever believes a confirmation must ask again. */
export interface SignedPart {
  readonly refPayco: string;
  readonly transactionId: string;
  /** Exactly as it stands in `x_amount`. */
  readonly amount: string;
  readonly currencyCode: string;
}

/**
 * The `x_signature` of a confirmation.
 * @returns 64 hexadecimal digits: SHA-256 of the six values joined by `^`
 * @source WooCommerce plugin `authSignature`; docs.epayco.com, response and confirmation pages
 */
export function signConfirmation(
  account: Pick<EpaycoAccount, 'customerId' | 'pKey'>,
  signed: SignedPart,
): string {
  const { refPayco, transactionId, amount, currencyCode } = signed;
  const text = [account.customerId, account.pKey, refPayco, transactionId, amount, currencyCode];
  return createHash('sha256').update(text.join('^')).digest('hex');
}
