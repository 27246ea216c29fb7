import { compare, money, sum, type Money } from '@cauce/money';
import type { JournalLine } from '../journal/journal-line.schema.js';
import type { CallbackTarget } from './callback-target.schema.js';
import type { State, Transaction, Voucher } from './collection.js';

/** What a change of state makes of a transaction. */
const STATE_AFTER = {
  paid: 'paid',
  reversed: 'reversed',
  expired: 'expired',
  cancelled: 'cancelled',
  rejected: 'rejected',
} as const satisfies Partial<Record<JournalLine['kind'], State>>;

/** What a pretend provider knows: its journal, applied line by line. */
export class CollectionBook {
  private readonly vouchers = new Map<string, Voucher>();
  private readonly codes = new Map<string, string>();
  private readonly transactions = new Map<number, Transaction>();
  private readonly references = new Map<string, number[]>();
  private highestId = 0;
  private target: CallbackTarget | null = null;

  /** The highest number given out so far; 0 before the first one. */
  get lastId(): number {
    return this.highestId;
  }

  /** Where the account was told last; money without a voucher is announced there. */
  get lastCallback(): CallbackTarget | null {
    return this.target;
  }

  voucher(code: string): Voucher | undefined {
    return this.vouchers.get(code);
  }

  /** The latest voucher of a reference. */
  voucherOf(reference: string): Voucher | undefined {
    return this.vouchers.get(this.codes.get(reference) ?? '');
  }

  transaction(id: number): Transaction | undefined {
    return this.transactions.get(id);
  }

  /** Transactions of a reference, oldest first. */
  transactionsOf(reference: string): Transaction[] {
    return (this.references.get(reference) ?? []).flatMap((id) => this.transactions.get(id) ?? []);
  }

  /** Transactions of a code, oldest first. */
  transactionsOfCode(code: string): Transaction[] {
    const reference = this.vouchers.get(code)?.reference ?? '';
    return this.transactionsOf(reference).filter((transaction) => transaction.code === code);
  }

  /** Every transaction, newest first. */
  allTransactions(): Transaction[] {
    return [...this.transactions.values()].reverse();
  }

  /** Applies what was executed; the same for a new line and for one of an earlier run. */
  apply(line: JournalLine): void {
    const changedAt = new Date(line.at);
    const known = this.transactions.get(line.transaction);
    if (line.kind === 'voucher_issued') this.addVoucher(line, changedAt);
    if (line.kind === 'voucher_issued' || known === undefined) this.open(line, changedAt);
    if (line.kind === 'voucher_issued') return;
    if (line.kind === 'changed') return this.changeVoucher(line, changedAt);
    if (line.kind === 'refunded') return this.refund(line, changedAt);
    const state = STATE_AFTER[line.kind];
    this.change(line, { state, changedAt });
    if (line.kind !== 'paid') return;
    const amount = money(BigInt(line.amountMinor), line.currency);
    this.change(line, { amount, paidAt: new Date(line.paidAt) });
  }

  private addVoucher(line: JournalLine & { kind: 'voucher_issued' }, issuedAt: Date): void {
    this.target = line.callback ?? this.target;
    this.codes.set(line.reference, line.code);
    this.vouchers.set(line.code, {
      network: line.network,
      reference: line.reference,
      code: line.code,
      amountDue: money(BigInt(line.amountMinor), line.currency),
      issuedAt,
      expiresAt: new Date(line.expiresAt),
      callback: line.callback,
      details: line.details,
    });
  }

  private changeVoucher(line: JournalLine & { kind: 'changed' }, changedAt: Date): void {
    const amount = money(BigInt(line.amountMinor), line.currency);
    const { details } = line;
    const voucher = this.vouchers.get(line.code);
    this.change(line, { amount, details, changedAt });
    if (voucher === undefined) return;
    const expiresAt = new Date(line.expiresAt);
    this.vouchers.set(line.code, { ...voucher, amountDue: amount, expiresAt, details });
  }

  private open(line: JournalLine, at: Date): void {
    const voucher = line.code === null ? undefined : this.vouchers.get(line.code);
    const ownTarget = 'callback' in line ? line.callback : null;
    this.highestId = Math.max(this.highestId, line.transaction);
    this.references.set(line.reference, [
      ...(this.references.get(line.reference) ?? []),
      line.transaction,
    ]);
    this.transactions.set(line.transaction, {
      id: line.transaction,
      reference: line.reference,
      code: line.code,
      network: line.network,
      amount: money(BigInt(line.amountMinor), line.currency),
      state: 'pending',
      createdAt: at,
      changedAt: at,
      paidAt: null,
      callback: ownTarget ?? voucher?.callback ?? null,
      details: voucher?.details ?? {},
      refunds: [],
    });
  }

  private refund(line: JournalLine & { kind: 'refunded' }, refundedAt: Date): void {
    const known = this.transactions.get(line.transaction);
    if (known === undefined) return;
    const amount = money(BigInt(line.amountMinor), line.currency);
    const refunds = [...known.refunds, { amount, refundedAt, details: line.details }];
    const isWhole = compare(refundedOf({ refunds }), known.amount) >= 0;
    const state = isWhole ? 'reversed' : known.state;
    this.change(line, { refunds, state, changedAt: refundedAt });
  }

  private change(line: JournalLine, change: Partial<Transaction>): void {
    const known = this.transactions.get(line.transaction);
    if (known !== undefined) this.transactions.set(line.transaction, { ...known, ...change });
  }
}

/** What went back by refunds. */
export function refundedOf({ refunds }: Pick<Transaction, 'refunds'>): Money {
  return sum(
    refunds.map(({ amount }) => amount),
    'COP',
  );
}
