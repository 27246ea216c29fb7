import type { Money } from '@cauce/money';
import type { Transaction } from '../collections/collection.js';
import { sixDigitsOf } from '../collections/six-digits.js';
import { isEpaycoNetwork, type EpaycoNetwork } from './networks.js';
import { cycleOf, transactionIdOf } from './provider-numbers.js';
import { STATE_CODES, type StateCode } from './transaction-state.js';
import { NO_DETAILS, voucherDetailsSchema, type VoucherDetails } from './voucher-details.schema.js';

const NOT_APPROVED = '000000';

/** A transaction in ePayco's words and numbers. */
export interface EpaycoTransaction {
  readonly refPayco: number;
  /** `x_transaction_id`: stays the same through all states of the transaction. */
  readonly transactionId: string;
  readonly factura: string;
  /** The pin for a counter, or the CUS of a transfer; null for money of nobody. */
  readonly code: string | null;
  readonly network: EpaycoNetwork;
  readonly amount: Money;
  readonly state: StateCode;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly paidAt: Date | null;
  readonly approvalCode: string;
  /** In which cycle ACH clears a transfer; null for what counters take. */
  readonly cycle: string | null;
  readonly details: VoucherDetails;
}

/** @throws Error for a transaction of a network that ePayco does not have */
export function epaycoTransaction(transaction: Transaction): EpaycoTransaction {
  const { id, reference, code, network, state, details } = transaction;
  const { amount, createdAt, changedAt, paidAt } = transaction;
  if (!isEpaycoNetwork(network)) throw new Error(`ePayco has no network ${network}`);
  return {
    refPayco: id,
    transactionId: transactionIdOf(id, createdAt),
    factura: reference,
    code,
    network,
    ...{ amount, createdAt, changedAt, paidAt },
    state: STATE_CODES[state],
    approvalCode: approvalCodeOf(transaction),
    cycle: network === 'pse' ? cycleOf(createdAt) : null,
    details: code === null ? NO_DETAILS : voucherDetailsSchema.parse(details),
  };
}

/** A transfer has its CUS from the beginning, a voucher six digits once it is paid. */
function approvalCodeOf({ id, code, network, paidAt }: Transaction): string {
  if (network === 'pse' && code !== null) return code;
  return paidAt === null ? NOT_APPROVED : sixDigitsOf(id);
}
