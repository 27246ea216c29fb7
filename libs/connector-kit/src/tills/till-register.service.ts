import { apiError } from '@cauce/api';
import { Injectable } from '@nestjs/common';
import { ConnectorContext } from '../connector-context.js';
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
import { TillTransactionsService } from './till-transactions.service.js';

/** A voucher may become free between the try to take it and the look why not; more often is no coincidence. */
const TRIES = 3;

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
   * Takes a voucher for a till that has counted the money. A till that repeats itself gets the same answer,
   * also when the voucher has run out meanwhile.
   */
  async register(
    route: string,
    payment: TillPayment,
    request: TillRequest,
  ): Promise<TillRegistered | TillRefused> {
    const sealed = this.seal(route, payment, request);
    for (let tries = 0; tries < TRIES; tries += 1) {
      const taken = await this.transactions.take(route, payment, sealed);
      if (taken !== null) return { kind: 'registered', ...taken };
      const answer = await this.whyNot(route, payment);
      if (answer !== 'try again') return answer;
    }
    throw apiError('NOT_AVAILABLE', { facts: { route } });
  }

  private async whyNot(
    route: string,
    payment: TillPayment,
  ): Promise<TillRegistered | TillRefused | 'try again'> {
    const { database, clock } = this.context;
    const voucher = await this.vouchers.findByCode(route, payment.code);
    const known = await this.transactions.find(database.reads, route, payment);
    if (known === 'tombstone') return refusedBecause('reversed_before');
    if (known !== null) {
      const verdict = judgeRepeat(known, voucher, payment.amount);
      if (verdict !== 'again') return refusedBecause(verdict);
      const description = voucher?.command.description ?? '';
      return { kind: 'registered', number: known.number, description };
    }
    if (voucher === null || !isLive(voucher, clock.now())) return refusedBecause('not_due');
    if (!isSame(dueFor(voucher), payment.amount)) return refusedBecause('wrong_amount');
    const others = await this.transactions.of(database.reads, route, voucher.reference);
    const holder = others.find((one) => one.isHolding);
    if (holder !== undefined && holds(holder, clock.now())) return refusedBecause('not_due');
    if (holder !== undefined) await this.transactions.letGo(route, holder);
    return 'try again';
  }

  private seal(route: string, payment: TillPayment, request: TillRequest): string {
    const { method, path, query } = request;
    const body = Buffer.from(request.body).toString('base64');
    const { network, transaction } = payment;
    const text = JSON.stringify({ method, path, query, body });
    return this.context.cipher.seal(text, `till:${route}:${network}:${transaction}`);
  }
}
