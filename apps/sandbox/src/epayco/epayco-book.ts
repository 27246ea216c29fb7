import { money } from '@cauce/money';
import type { JournalLine } from '../journal/journal-line.schema.js';
import type { Transaction, Voucher } from './transaction.js';
import { CASH } from './transaction-state.js';
import { NO_DETAILS, type ConfirmationTarget } from './voucher-details.schema.js';

const NOT_APPROVED = '000000';

/** What the pretend ePayco knows: its journal, applied line by line. */
export class EpaycoBook {
  private readonly vouchers = new Map<string, Voucher>();
  private readonly pins = new Map<string, string>();
  private readonly transactions = new Map<number, Transaction>();
  private readonly references = new Map<string, number[]>();
  private highestReference = 0;
  private target: ConfirmationTarget | null = null;

  /** The highest `ref_payco` given out so far; 0 before the first one. */
  get lastReference(): number {
    return this.highestReference;
  }

  /** Where the account was told last; money without a voucher is announced there. */
  get lastConfirmation(): ConfirmationTarget | null {
    return this.target;
  }

  voucher(pin: string): Voucher | undefined {
    return this.vouchers.get(pin);
  }

  voucherOf(factura: string): Voucher | undefined {
    return this.vouchers.get(this.pins.get(factura) ?? '');
  }

  transaction(refPayco: number): Transaction | undefined {
    return this.transactions.get(refPayco);
  }

  /** Transactions of a factura, oldest first. */
  transactionsOf(factura: string): Transaction[] {
    return (this.references.get(factura) ?? []).flatMap((ref) => this.transactions.get(ref) ?? []);
  }

  /** Transactions of a pin, oldest first. */
  transactionsOfPin(pin: string): Transaction[] {
    const factura = this.vouchers.get(pin)?.factura ?? '';
    return this.transactionsOf(factura).filter((transaction) => transaction.pin === pin);
  }

  /** Every transaction, newest first. */
  allTransactions(): Transaction[] {
    return [...this.transactions.values()].reverse();
  }

  /** Applies what was executed; the same for a new line and for one of an earlier run. */
  apply(line: JournalLine): void {
    const at = new Date(line.at);
    const known = this.transactions.get(line.refPayco);
    if (line.kind === 'voucher_issued') this.addVoucher(line, at);
    if (line.kind === 'voucher_issued' || known === undefined) this.open(line, at);
    if (line.kind === 'paid') {
      this.change(line, {
        state: CASH.accepted,
        changedAt: at,
        amount: money(BigInt(line.amountMinor), line.currency),
        paidAt: new Date(line.paidAt),
        approvalCode: line.approvalCode,
      });
    }
    if (line.kind === 'reversed') this.change(line, { state: CASH.reversed, changedAt: at });
    if (line.kind === 'expired') this.change(line, { state: CASH.expired, changedAt: at });
  }

  private addVoucher(line: JournalLine & { kind: 'voucher_issued' }, issuedAt: Date): void {
    this.target = line.confirmation ?? this.target;
    this.pins.set(line.factura, line.pin);
    this.vouchers.set(line.pin, {
      network: line.network,
      factura: line.factura,
      pin: line.pin,
      amountDue: money(BigInt(line.amountMinor), line.currency),
      issuedAt,
      expiresAt: new Date(line.expiresAt),
      confirmation: line.confirmation,
      details: line.details,
    });
  }

  private open(line: JournalLine, at: Date): void {
    const voucher = line.pin === null ? undefined : this.vouchers.get(line.pin);
    const ownTarget = 'confirmation' in line ? line.confirmation : null;
    this.highestReference = Math.max(this.highestReference, line.refPayco);
    this.references.set(line.factura, [
      ...(this.references.get(line.factura) ?? []),
      line.refPayco,
    ]);
    this.transactions.set(line.refPayco, {
      refPayco: line.refPayco,
      transactionId: line.transactionId,
      factura: line.factura,
      pin: line.pin,
      network: line.network,
      amount: money(BigInt(line.amountMinor), line.currency),
      state: CASH.pending,
      createdAt: at,
      changedAt: at,
      paidAt: null,
      approvalCode: NOT_APPROVED,
      confirmation: ownTarget ?? voucher?.confirmation ?? null,
      details: voucher?.details ?? NO_DETAILS,
    });
  }

  private change(line: JournalLine, change: Partial<Transaction>): void {
    const known = this.transactions.get(line.refPayco);
    if (known !== undefined) this.transactions.set(line.refPayco, { ...known, ...change });
  }
}
