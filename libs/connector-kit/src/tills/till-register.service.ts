import { apiError } from '@cauce/api';
import type { Sql, Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
import type { Voucher } from '../vouchers/voucher-row.js';
import { VouchersService } from '../vouchers/vouchers.service.js';
import { dueFor, holds, isLive, isSame, judgeRepeat } from './judge-till.js';
import {
  refusedBecause,
  type TillDue,
  type TillPayment,
  type TillQuestion,
  type TillRefused,
  type TillRegistered,
  type TillRequest,
} from './till-protocol.js';
import type { RegisteredTransaction } from './till-transaction-row.js';
import { TillTransactionsService, type Hold } from './till-transactions.service.js';

/** The network's transaction may be named elsewhere between two looks at it; more often is no coincidence. */
const TRIES = 3;

/** A register as it came. */
interface RegisterRequest {
  readonly request: TillRequest;
  /** How long it keeps its voucher unless it is confirmed. */
  readonly holdMs: number;
}

type Verdict =
  | TillRefused
  | { readonly kind: 'free'; readonly voucher: Voucher }
  | { readonly kind: 'again'; readonly voucher: Voucher; readonly known: RegisteredTransaction };

/** Tells tills what is due, and keeps vouchers for them while they take the cash. */
@Injectable()
export class TillRegisterService {
  constructor(
    private readonly context: ConnectorContext,
    private readonly vouchers: VouchersService,
    private readonly transactions: TillTransactionsService,
  ) {}

  /** What is due for a voucher now. It writes nothing. */
  async consult(route: string, { code }: TillQuestion): Promise<TillDue | TillRefused> {
    const now = this.context.clock.now();
    // Somebody waits at the counter, and the answer binds nobody: both are asked for at once.
    const [voucher, others] = await Promise.all([
      this.vouchers.findByCode(route, code),
      this.transactions.ofCode(route, code),
    ]);
    const isTaken = others.some((one) => holds(one, now));
    if (voucher === null || !isLive(voucher, now) || isTaken) return refusedBecause('not_due');
    return { kind: 'due', amount: dueFor(voucher), description: voucher.command.description };
  }

  /**
   * Takes a voucher for a till that has counted the money. A till that repeats itself while it has the voucher,
   * or has paid it, gets the same answer, also when the voucher has run out meanwhile.
   */
  async register(
    route: string,
    payment: TillPayment,
    { request, holdMs }: RegisterRequest,
  ): Promise<TillRegistered | TillRefused> {
    const { database, clock } = this.context;
    const heldUntil = new Date(clock.now().getTime() + holdMs);
    const hold = { sealed: this.seal(route, payment, request), heldUntil };
    for (let tries = 0; tries < TRIES; tries += 1) {
      const taken = await this.transactions.take(database.reads, route, payment, hold);
      if (taken !== null) return { kind: 'registered', ...taken };
      // A refusal needs no lock, and a crowd of tills does not wait in line for it.
      const voucher = await this.vouchers.findByCode(route, payment.code);
      const verdict = await this.judge(database.reads, route, payment, voucher);
      if (verdict.kind === 'refused') return verdict;
      const answer = await database.transaction((tx) => this.hold(tx, route, payment, hold));
      if (answer !== null) return answer;
    }
    throw apiError('NOT_AVAILABLE', { facts: { route } });
  }

  /** Keeps a voucher for its till for longer, or takes it over. @returns null when another one was faster */
  private async hold(
    tx: Transaction,
    route: string,
    payment: TillPayment,
    hold: Hold,
  ): Promise<TillRegistered | TillRefused | null> {
    const voucher = await this.vouchers.lockByCode(tx, route, payment.code);
    const verdict = await this.judge(tx, route, payment, voucher);
    if (verdict.kind === 'refused') return verdict;
    if (verdict.kind === 'again') {
      const { number } = verdict.known;
      await this.transactions.renew(tx, number, hold.heldUntil);
      return { kind: 'registered', number, description: verdict.voucher.command.description };
    }
    await this.transactions.letGo(tx, route, verdict.voucher.reference);
    const taken = await this.transactions.take(tx, route, payment, hold);
    return taken === null ? null : { kind: 'registered', ...taken };
  }

  /** What a register comes to that could not take its voucher at once. */
  private async judge(
    sql: Sql,
    route: string,
    payment: TillPayment,
    voucher: Voucher | null,
  ): Promise<Verdict> {
    const now = this.context.clock.now();
    const known = await this.transactions.find(sql, route, payment);
    if (known === 'tombstone') return refusedBecause('reversed_before');
    if (known !== null) {
      const refusal = judgeRepeat(known, voucher, payment.amount, now);
      if (refusal !== null) return refusedBecause(refusal);
    }
    if (voucher === null) return refusedBecause('not_due');
    if (known !== null) return { kind: 'again', known, voucher };
    if (!isLive(voucher, now)) return refusedBecause('not_due');
    if (!isSame(dueFor(voucher), payment.amount)) return refusedBecause('wrong_amount');
    const others = await this.transactions.of(sql, route, voucher.reference);
    if (others.some((one) => holds(one, now))) return refusedBecause('not_due');
    return { kind: 'free', voucher };
  }

  private seal(route: string, payment: TillPayment, request: TillRequest): string {
    const { method, path, query } = request;
    const body = Buffer.from(request.body).toString('base64');
    const { network, transaction } = payment;
    const text = JSON.stringify({ method, path, query, body });
    return this.context.cipher.seal(text, `till:${route}:${network}:${transaction}`);
  }
}
