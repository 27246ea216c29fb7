import { ConnectorError, type Issued, type IssueRequest } from '@cauce/connector-kit';
import { compare, type Money } from '@cauce/money';
import { Remembered } from './remembered.js';

/** Creates of one account within half an hour; beyond it the oldest are left to the kit's own rows. */
const MOST = 20_000;

interface Ticket {
  readonly amount: Money;
  /** Null while a create runs, and after one of which nobody knows what it did. */
  readonly issued: Issued | null;
}

/**
 * PSE's rule of one attempt: no second create while the first under the same ticket may be pending or paid.
 * PSE documents no idempotency, so that this process remembers what it created. It is a second guard and may
 * be lost: the kit writes an attempt down before its one create, and never creates twice by itself.
 */
export class OpenTickets {
  private readonly tickets: Remembered<Ticket>;

  /** @param lifeMs after which whatever was created has come to its end */
  constructor(lifeMs: number) {
    this.tickets = new Remembered(lifeMs, MOST);
  }

  /** PSE's id of what was created under a reference, where this process has seen it. */
  idOf(reference: string, now: Date): string | null {
    return this.tickets.get(reference, now)?.issued?.providerTransactionId ?? null;
  }

  /**
   * Creates at most once under a reference.
   *
   * @returns what was created, now or before
   * @throws ConnectorError duplicate_reference when a create under the reference runs, ended with its outcome
   *   unknown, was of another amount, or gave a link that is over by now
   */
  async once(
    request: Pick<IssueRequest, 'reference' | 'amount'>,
    now: () => Date,
    create: () => Promise<Issued>,
  ): Promise<Issued> {
    const { reference, amount } = request;
    const known = this.tickets.get(reference, now());
    if (known !== undefined) return again(known, amount, now());
    this.tickets.set(reference, { amount, issued: null }, now());
    try {
      const issued = await create();
      this.tickets.set(reference, { amount, issued }, now());
      return issued;
    } catch (error) {
      const isOver = error instanceof ConnectorError && error.meaning.outcome !== 'unknown';
      if (isOver) this.tickets.forget(reference);
      throw error;
    }
  }
}

function again({ amount, issued }: Ticket, asked: Money, now: Date): Issued {
  const isSame = amount.currency === asked.currency && compare(amount, asked) === 0;
  if (isSame && issued !== null && now < issued.instruction.expiresAt) return issued;
  throw new ConnectorError('duplicate_reference', 'a create under this ticket was sent before');
}
