import type { Money } from '@cauce/money';
import type { CashNetwork } from './cash-network.js';
import type { TransactionState } from './transaction-state.js';
import type { ConfirmationTarget, VoucherDetails } from './voucher-details.schema.js';

/** A pin that a counter accepts. It keeps accepting it: what happens to it is written in transactions. */
export interface Voucher {
  readonly network: CashNetwork;
  readonly factura: string;
  readonly pin: string;
  /** What the merchant asked for. */
  readonly amountDue: Money;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly confirmation: ConfirmationTarget | null;
  readonly details: VoucherDetails;
}

/** What a merchant sees under one `ref_payco`. */
export interface Transaction {
  readonly refPayco: number;
  /** `x_transaction_id`: stays the same through all states of the transaction. */
  readonly transactionId: string;
  readonly factura: string;
  readonly pin: string | null;
  readonly network: CashNetwork;
  /** What is due while nobody paid, and what was paid afterwards. */
  readonly amount: Money;
  readonly state: TransactionState;
  readonly createdAt: Date;
  /** When the present state began. */
  readonly changedAt: Date;
  readonly paidAt: Date | null;
  readonly approvalCode: string;
  readonly confirmation: ConfirmationTarget | null;
  readonly details: VoucherDetails;
}
