import type { Transaction } from '@cauce/database';
import { apiError } from '@cauce/api';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import { FactsService } from '../facts/facts.service.js';
import type { Voucher } from '../vouchers/voucher-row.js';
import { VouchersService } from '../vouchers/vouchers.service.js';
import { judgeReverse, toProviderTransaction } from './judge-till.js';
import {
  refusedBecause,
  type TillDone,
  type TillRefused,
  type TillTransaction,
} from './till-protocol.js';
import type { RegisteredTransaction } from './till-transaction-row.js';
import { TillTransactionsService } from './till-transactions.service.js';

const DONE: TillDone = { kind: 'done' };

/** A reverse and its register may cross once. */
const TRIES = 2;

/** A registered transaction, with its voucher locked. */
interface Held {
  readonly known: RegisteredTransaction;
  readonly voucher: Voucher | null;
}

/** Makes what tills registered final, or takes it back; money is stated as facts in the same transaction. */
@Injectable()
export class TillEndingService {
  constructor(
    private readonly context: ConnectorContext,
    private readonly vouchers: VouchersService,
    private readonly transactions: TillTransactionsService,
    private readonly facts: FactsService,
  ) {}

  /** The cash was taken: it counts, also when the voucher is over, closed or with another till by now. */
  async confirm(route: string, about: TillTransaction): Promise<TillDone | TillRefused> {
    const known = await this.transactions.find(this.context.database.reads, route, about);
    if (known === null) return refusedBecause('unknown_transaction');
    if (known === 'tombstone') return refusedBecause('reversed_before');
    return this.held(route, known, async (tx, now) => {
      if (now.known.status === 'reversed') return refusedBecause('reversed_before');
      if (now.known.status === 'confirmed') return DONE;
      await this.transactions.confirm(tx, route, now.known);
      await this.state(tx, route, now, { status: 'confirmed' });
      return DONE;
    });
  }

  /** The till takes it back. @param withinMs how long after its confirmation it may */
  async reverse(
    route: string,
    about: TillTransaction,
    withinMs: number,
  ): Promise<TillDone | TillRefused> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const known = await this.transactions.find(this.context.database.reads, route, about);
      if (known === 'tombstone') return DONE;
      if (known !== null) return this.takeBack(route, known, withinMs);
      if (await this.transactions.bury(route, about)) return DONE;
    }
    throw apiError('NOT_AVAILABLE', { facts: { route } });
  }

  private takeBack(
    route: string,
    known: RegisteredTransaction,
    withinMs: number,
  ): Promise<TillDone | TillRefused> {
    return this.held(route, known, async (tx, now) => {
      const verdict = judgeReverse(now.known, this.context.clock.now(), withinMs);
      if (verdict === 'done') return DONE;
      if (verdict === 'not_reversible') return this.tooLate(route, now.known);
      await this.transactions.reverse(tx, route, now.known);
      await this.state(tx, route, now, { status: 'reversed' });
      return DONE;
    });
  }

  /** Runs work while nobody else can change what a transaction and its voucher are. */
  private held<T>(
    route: string,
    { reference, network, transaction }: RegisteredTransaction,
    work: (tx: Transaction, held: Held) => Promise<T>,
  ): Promise<T> {
    return this.context.database.transaction(async (tx) => {
      const voucher = await this.vouchers.lock(tx, route, reference);
      const known = await this.transactions.find(tx, route, { network, transaction });
      if (known === null || known === 'tombstone') {
        throw new Error(`a till transaction of ${reference} is gone`);
      }
      return work(tx, { known, voucher });
    });
  }

  /** States what the till has just said; a registration that was given up before it was paid is no money. */
  private async state(
    tx: Transaction,
    route: string,
    { known, voucher }: Held,
    change: Pick<RegisteredTransaction, 'status'>,
  ): Promise<void> {
    const now = this.context.clock.now();
    const at = change.status === 'confirmed' ? { confirmedAt: now } : { reversedAt: now };
    const money = toProviderTransaction({ ...known, ...change, ...at });
    if (money === null) return;
    await this.vouchers.learn(tx, route, known.reference, {
      instruction: null,
      providerTransactionIds: [money.providerTransactionId],
      isPaid: true,
    });
    const origin = { route, owner: voucher, source: 'callback', view: 'partial' } as const;
    await this.facts.state(tx, origin, [money]);
  }

  private tooLate(route: string, { number, reference }: RegisteredTransaction): TillRefused {
    this.context.logger.warn({ route, number, reference }, 'till reverses too late');
    return refusedBecause('not_reversible');
  }
}
