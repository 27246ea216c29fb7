import type { Change, Transaction, Voucher } from '../collections/collection.js';
import { DriverError } from '../errors.js';
import type { PretendProvider } from '../pretend-provider.js';
import type { ProviderBoard } from '../provider-board.js';

/** What a payer may do at the bank, and what becomes of the transfer. */
export const BANK_DEEDS = {
  approve: 'the bank takes the money from the account',
  reject: 'the bank refuses, or the payer cancels there',
  abandon: 'the payer goes away, and the session ends by itself',
} as const satisfies Record<string, string>;

export type BankDeed = keyof typeof BANK_DEEDS;

/** A session of a payer at a bank. */
export interface BankSession {
  readonly provider: PretendProvider;
  readonly voucher: Voucher;
  readonly transaction: Transaction;
}

/** Network of everything that is paid at a bank's own site. */
const NETWORK = 'pse';

/** @throws DriverError UNKNOWN_SESSION for a number that no provider gave out for a bank */
export function bankSession(providers: ProviderBoard, code: string): BankSession {
  providers.expireDue();
  for (const provider of providers.all) {
    const { book } = provider.collector;
    const voucher = book.voucher(code);
    const [transaction] = book.transactionsOfCode(code);
    if (voucher?.network !== NETWORK || transaction === undefined) continue;
    return { provider, voucher, transaction };
  }
  throw new DriverError('UNKNOWN_SESSION', { detail: `session ${code}` });
}

/**
 * Lets the payer do something at the bank: once, and while the session lasts.
 *
 * @throws DriverError SESSION_ENDED
 */
export function visitBank({ provider, transaction }: BankSession, deed: BankDeed): Change {
  const { collector } = provider;
  if (transaction.state !== 'pending' || transaction.code === null) {
    throw new DriverError('SESSION_ENDED', { detail: `it is ${transaction.state}` });
  }
  if (deed === 'approve') return collector.pay(transaction.code, { amount: null, paidAt: null });
  return collector.end(deed === 'reject' ? 'rejected' : 'expired', transaction);
}
