import { DriverError } from '../errors.js';
import type { JournalLine } from '../journal/journal-line.schema.js';
import type { CashNetwork } from './cash-network.js';
import type { CashRequest } from './cash-request.schema.js';
import { effectiveExpiry } from './effective-expiry.js';
import { EpaycoBook } from './epayco-book.js';
import { ExpirySchedule } from './expiry-schedule.js';
import { approvalCodeOf, firstReference, pinOf, transactionIdOf } from './provider-numbers.js';
import type { Change, Issuing, Payment, ProviderOptions, StrayPayment } from './provider-calls.js';
import type { Transaction, Voucher } from './transaction.js';
import { CASH } from './transaction-state.js';

/** The pretend ePayco: executes, writes down what it executed, and tells. */
export class EpaycoProvider {
  readonly book = new EpaycoBook();
  private readonly lines: JournalLine[] = [];
  private readonly schedule = new ExpirySchedule();

  constructor(private readonly options: ProviderOptions) {
    for (const line of options.journal.written) this.remember(line);
  }

  /** What was executed so far, oldest first. */
  get journal(): readonly JournalLine[] {
    this.expireDue();
    return this.lines;
  }

  /**
   * Issues a voucher, once for each factura: asked again for the same amount, the first voucher is the
   * answer, whatever became of it.
   */
  issue(network: CashNetwork, request: CashRequest): Issuing {
    this.expireDue();
    const known = this.book.voucherOf(request.factura);
    if (known !== undefined) return this.issueAgain(known, network, request);
    const now = this.options.now();
    const expiry = effectiveExpiry(request.requestedExpiry, now, this.options.expiry);
    if (expiry.kind === 'refused') return expiry;
    const refPayco = this.nextReference(now);
    this.record({
      kind: 'voucher_issued',
      at: now.toISOString(),
      protocol: 'epayco',
      factura: request.factura,
      refPayco,
      transactionId: transactionIdOf(refPayco, now),
      pin: pinOf(refPayco),
      network,
      amountMinor: Number(request.amount.minor),
      currency: 'COP',
      requestedExpiry: request.requestedExpiry,
      expiresAt: expiry.effectiveAt.toISOString(),
      confirmation: request.confirmation,
      details: request.details,
    });
    return { kind: 'issued', transaction: this.transaction(refPayco) };
  }

  /**
   * A cashier takes money for a pin: at any time, any amount, and as often as somebody pays. The first
   * payment belongs to the transaction of the voucher, every further one to a new transaction.
   * @throws DriverError UNKNOWN_CODE
   */
  pay(pin: string, payment: Payment): Change {
    this.expireDue();
    const voucher = this.book.voucher(pin);
    if (voucher === undefined) throw new DriverError('UNKNOWN_CODE', { detail: `code ${pin}` });
    const unpaid = this.book.transactionsOfPin(pin).find(({ paidAt }) => paidAt === null);
    const { network, factura, confirmation } = voucher;
    const amount = payment.amount ?? voucher.amountDue;
    return this.take(
      { ...payment, amount, reference: factura, network, confirmation },
      pin,
      unpaid,
    );
  }

  /** Money arrives for a reference of which no voucher was issued. */
  payStray(payment: StrayPayment): Change {
    const confirmation = payment.confirmation ?? this.book.lastConfirmation;
    return this.take({ ...payment, confirmation }, null, undefined);
  }

  /**
   * The counter gives the money back; the transaction keeps its numbers.
   * @param wanted a pin, whose latest payment is meant, or one `ref_payco`
   * @throws DriverError UNKNOWN_CODE, UNKNOWN_TRANSACTION, NOTHING_TO_REVERSE
   */
  reverse(wanted: { pin: string } | { refPayco: number }): Change {
    const paid = this.candidates(wanted).findLast(({ state }) => state === CASH.accepted);
    if (paid === undefined) throw new DriverError('NOTHING_TO_REVERSE');
    return this.changeState('reversed', paid);
  }

  /** Lets every voucher expire whose time has come; called before anything is read. */
  expireDue(): void {
    for (const pin of this.schedule.due(this.options.now())) {
      const [first] = this.book.transactionsOfPin(pin);
      if (first !== undefined) this.changeState('expired', first);
    }
  }

  private issueAgain(known: Voucher, network: CashNetwork, request: CashRequest): Issuing {
    const isSame = known.amountDue.minor === request.amount.minor && known.network === network;
    const [transaction] = this.book.transactionsOfPin(known.pin);
    if (!isSame || transaction === undefined) return { kind: 'conflict', voucher: known };
    return { kind: 'existing', transaction };
  }

  private take(payment: StrayPayment, pin: string | null, unpaid: Transaction | undefined): Change {
    const now = this.options.now();
    const refPayco = unpaid?.refPayco ?? this.nextReference(now);
    this.record({
      kind: 'paid',
      at: now.toISOString(),
      protocol: 'epayco',
      factura: payment.reference,
      refPayco,
      transactionId: unpaid?.transactionId ?? transactionIdOf(refPayco, now),
      pin,
      network: payment.network,
      amountMinor: Number(payment.amount.minor),
      currency: 'COP',
      paidAt: (payment.paidAt ?? now).toISOString(),
      approvalCode: approvalCodeOf(refPayco),
      confirmation: payment.confirmation,
    });
    return this.announced(refPayco);
  }

  private changeState(kind: 'reversed' | 'expired', transaction: Transaction): Change {
    const { refPayco, transactionId, factura, pin, network, amount } = transaction;
    const at = this.options.now().toISOString();
    const amountMinor = Number(amount.minor);
    const same = { refPayco, transactionId, factura, pin, network, amountMinor };
    this.record({ kind, at, protocol: 'epayco', currency: 'COP', ...same });
    return this.announced(refPayco);
  }

  private candidates(wanted: { pin: string } | { refPayco: number }): Transaction[] {
    if ('refPayco' in wanted) return [this.transaction(wanted.refPayco)];
    if (this.book.voucher(wanted.pin) === undefined) throw new DriverError('UNKNOWN_CODE');
    return this.book.transactionsOfPin(wanted.pin);
  }

  /** @throws DriverError UNKNOWN_TRANSACTION */
  transaction(refPayco: number): Transaction {
    const transaction = this.book.transaction(refPayco);
    if (transaction === undefined) {
      throw new DriverError('UNKNOWN_TRANSACTION', { detail: `refPayco ${refPayco}` });
    }
    return transaction;
  }

  private announced(refPayco: number): Change {
    const transaction = this.transaction(refPayco);
    return { transaction, announced: this.options.onChange(transaction) };
  }

  private nextReference(now: Date): number {
    return Math.max(this.book.lastReference + 1, firstReference(now));
  }

  private record(line: JournalLine): void {
    this.options.journal.append(line);
    this.remember(line);
  }

  private remember(line: JournalLine): void {
    this.lines.push(line);
    this.book.apply(line);
    if (line.kind === 'voucher_issued') this.schedule.add(line.pin, new Date(line.expiresAt));
    else if (line.pin !== null) this.schedule.remove(line.pin);
  }
}
