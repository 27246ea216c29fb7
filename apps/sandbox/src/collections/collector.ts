import { compare, type Money } from '@cauce/money';
import { DriverError } from '../errors.js';
import type { JournalLine } from '../journal/journal-line.schema.js';
import { CollectionBook } from './collection-book.js';
import type { CollectorOptions } from './collector-options.js';
import type {
  Change,
  Details,
  Order,
  OrderChange,
  Payment,
  State,
  StrayPayment,
  Transaction,
} from './collection.js';
import { ExpirySchedule } from './expiry-schedule.js';

type Executed = Pick<Transaction, 'id' | 'reference' | 'code' | 'network'>;

/** The side of a pretend provider that holds money: executes, writes down what it executed, and tells. */
export class Collector {
  readonly book = new CollectionBook();
  private readonly lines: JournalLine[] = [];
  private readonly schedule = new ExpirySchedule();

  constructor(private readonly options: CollectorOptions) {
    const own = options.journal.written.filter(({ protocol }) => protocol === options.protocol);
    for (const line of own) this.remember(line);
  }

  /** What was executed so far, oldest first. */
  get journal(): readonly JournalLine[] {
    this.expireDue();
    return this.lines;
  }

  /** Issues a voucher, whatever else the reference has. */
  issue(order: Order): Transaction {
    const now = this.options.now();
    const { network, reference, amount, requestedExpiry, expiresAt, callback, details } = order;
    const id = this.nextId(now);
    const code = order.code ?? this.options.numbers.codeOf(id, network);
    this.record({
      kind: 'voucher_issued',
      ...this.executedOn({ id, reference, code, network }, amount),
      code,
      requestedExpiry,
      expiresAt: expiresAt.toISOString(),
      callback,
      details: { ...details },
    });
    return this.transaction(id);
  }

  /**
   * Somebody pays a code: at any time, any amount, and as often as somebody pays, unless the provider takes
   * only what is due. The first payment belongs to the transaction of the voucher, every further one to a new
   * transaction.
   *
   * @throws DriverError UNKNOWN_CODE, NOT_DUE
   */
  pay(code: string, payment: Payment): Change {
    this.expireDue();
    const voucher = this.book.voucher(code);
    if (voucher === undefined) throw new DriverError('UNKNOWN_CODE', { detail: `code ${code}` });
    const unpaid = this.book.transactionsOfCode(code).find(({ paidAt }) => paidAt === null);
    const { network, reference, callback } = voucher;
    const amount = payment.amount ?? voucher.amountDue;
    const isDue = unpaid !== undefined && compare(amount, voucher.amountDue) === 0;
    if (this.options.takesOnlyWhatIsDue && !isDue) throw new DriverError('NOT_DUE');
    return this.take({ ...payment, amount, reference, network, callback }, code, unpaid);
  }

  /** Money arrives for a reference of which no voucher was issued. */
  payStray(payment: StrayPayment): Change {
    const callback = payment.callback ?? this.book.lastCallback;
    return this.take({ ...payment, callback }, null, undefined);
  }

  /**
   * The money goes back; the transaction keeps its number.
   *
   * @param wanted a code, whose latest payment is meant, or one transaction
   * @throws DriverError UNKNOWN_CODE, UNKNOWN_TRANSACTION, NOTHING_TO_REVERSE
   */
  reverse(wanted: { code: string } | { transaction: number }): Change {
    const paid = this.candidates(wanted).findLast(({ state }) => state === 'paid');
    if (paid === undefined) throw new DriverError('NOTHING_TO_REVERSE');
    return this.end('reversed', paid);
  }

  /**
   * Gives back a part of a payment, or all that is left of it, which reverses it.
   *
   * @param amount no more than what is left; the protocol has checked it
   * @throws DriverError NOTHING_TO_REVERSE
   */
  refund(payment: Transaction, amount: Money, details: Details): Change {
    if (payment.state !== 'paid') throw new DriverError('NOTHING_TO_REVERSE');
    const executed = this.executedOn(payment, amount);
    this.record({ kind: 'refunded', ...executed, details: { ...details } });
    return this.announced(payment.id);
  }

  /** Changes a voucher that waits for its money, which nobody is told. */
  change({ code, ...waiting }: Transaction & { code: string }, to: OrderChange): Transaction {
    const { requestedExpiry, expiresAt, details } = to;
    const changed = {
      requestedExpiry,
      expiresAt: expiresAt.toISOString(),
      details: { ...details },
    };
    const executed = this.executedOn({ code, ...waiting }, to.amount);
    this.record({ kind: 'changed', ...executed, code, ...changed });
    return this.transaction(waiting.id);
  }

  /** Ends a transaction otherwise: nobody may pay it, or nobody did. */
  end(kind: Exclude<State, 'pending' | 'paid'>, transaction: Transaction): Change {
    this.record({ kind, ...this.executedOn(transaction, transaction.amount) });
    return this.announced(transaction.id);
  }

  /** Lets every voucher expire whose time has come; called before anything is read. */
  expireDue(): void {
    for (const code of this.schedule.due(this.options.now())) {
      const [first] = this.book.transactionsOfCode(code);
      if (first !== undefined) this.end('expired', first);
    }
  }

  /** @throws DriverError UNKNOWN_TRANSACTION */
  transaction(id: number): Transaction {
    const transaction = this.book.transaction(id);
    if (transaction !== undefined) return transaction;
    throw new DriverError('UNKNOWN_TRANSACTION', { detail: `transaction ${id}` });
  }

  private executedOn({ id, reference, code, network }: Executed, amount: Money) {
    const at = this.options.now().toISOString();
    const { protocol } = this.options;
    const [amountMinor, currency] = [Number(amount.minor), 'COP' as const];
    return { at, protocol, reference, transaction: id, code, network, amountMinor, currency };
  }

  private take(
    payment: StrayPayment,
    code: string | null,
    unpaid: Transaction | undefined,
  ): Change {
    const now = this.options.now();
    const id = unpaid?.id ?? this.nextId(now);
    this.record({
      kind: 'paid',
      ...this.executedOn({ ...payment, id, code }, payment.amount),
      paidAt: (payment.paidAt ?? now).toISOString(),
      callback: payment.callback,
    });
    return this.announced(id);
  }

  private candidates(wanted: { code: string } | { transaction: number }): Transaction[] {
    if ('transaction' in wanted) return [this.transaction(wanted.transaction)];
    if (this.book.voucher(wanted.code) === undefined) throw new DriverError('UNKNOWN_CODE');
    return this.book.transactionsOfCode(wanted.code);
  }

  private announced(id: number): Change {
    const transaction = this.transaction(id);
    return { transaction, announced: this.options.onChange(transaction) };
  }

  private nextId(now: Date): number {
    return Math.max(this.book.lastId + 1, this.options.numbers.first(now));
  }

  private record(line: JournalLine): void {
    this.options.journal.append(line);
    this.remember(line);
  }

  private remember(line: JournalLine): void {
    this.lines.push(line);
    this.book.apply(line);
    if ('expiresAt' in line) this.schedule.add(line.code, new Date(line.expiresAt));
    else if (line.code !== null) this.schedule.remove(line.code);
  }
}
