import type { Money } from '@cauce/money';
import type { Transaction } from '../collections/collection.js';
import { isCashNetwork, type CashNetwork } from './cash-network.js';
import { sixDigitsOf } from '../collections/six-digits.js';
import { transactionIdOf } from './provider-numbers.js';
import { CASH_CODES, type StateCode } from './transaction-state.js';
import { NO_DETAILS, voucherDetailsSchema, type VoucherDetails } from './voucher-details.schema.js';

const NOT_APPROVED = '000000';

/** A transaction in ePayco's words and numbers. */
export interface EpaycoTransaction {
  readonly refPayco: number;
  /** `x_transaction_id`: stays the same through all states of the transaction. */
  readonly transactionId: string;
  readonly factura: string;
  readonly pin: string | null;
  readonly network: CashNetwork;
  readonly amount: Money;
  readonly state: StateCode;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly paidAt: Date | null;
  readonly approvalCode: string;
  readonly details: VoucherDetails;
}

/** @throws Error for a transaction of a network that ePayco does not have */
export function epaycoTransaction(transaction: Transaction): EpaycoTransaction {
  const { id, reference, code, network, state, details } = transaction;
  const { amount, createdAt, changedAt, paidAt } = transaction;
  if (!isCashNetwork(network)) throw new Error(`ePayco has no network ${network}`);
  return {
    refPayco: id,
    transactionId: transactionIdOf(id, createdAt),
    factura: reference,
    pin: code,
    network,
    ...{ amount, createdAt, changedAt, paidAt },
    state: CASH_CODES[state],
    approvalCode: paidAt === null ? NOT_APPROVED : sixDigitsOf(id),
    details: code === null ? NO_DETAILS : voucherDetailsSchema.parse(details),
  };
}
