import { Idempotency, merchantOf, type Caller, type Position } from '@cauce/api';
import { Injectable } from '@nestjs/common';
import { routerError } from '../errors.js';
import { RouterContext } from '../router-context.js';
import { AttemptEntity } from './attempt.entity.js';
import { AttemptsService } from './attempts.service.js';
import { GivenUpVouchersService } from './given-up-vouchers.service.js';
import { PaymentStoryService } from './payment-story.service.js';
import { openPayer } from './open-payer.js';
import { STATES, statusOf, type PaymentState } from './payment-state.js';
import { PaymentEntity } from './payment.entity.js';
import { toPaymentView, type PaymentView } from './payment-view.schema.js';

/** What a list is narrowed by; `after` is creation time and id of the last payment of the page before. */
export interface PaymentFilter {
  readonly reference?: string | undefined;
  readonly status?: string | undefined;
  readonly method?: string | undefined;
  readonly createdAfter?: Date | undefined;
  readonly limit: number;
  readonly after: Position | null;
}

interface StoryRow {
  id: string;
  sequence: number;
  type: string;
  occurred_at: Date;
  data: unknown;
}

/** Reads payments and cancels them. */
@Injectable()
export class PaymentsService {
  private readonly idempotency: Idempotency;

  constructor(
    private readonly context: RouterContext,
    private readonly attempts: AttemptsService,
    private readonly story: PaymentStoryService,
    private readonly vouchers: GivenUpVouchersService,
  ) {
    this.idempotency = new Idempotency(context.clock);
  }

  /** @throws PAYMENT_NOT_FOUND also for another merchant's payment */
  async find(merchantId: string, id: string): Promise<PaymentView> {
    return this.context.database.transaction(async (tx) => {
      const payment = await tx.manager.findOne(PaymentEntity, { where: { id, merchantId } });
      if (payment === null) throw routerError('PAYMENT_NOT_FOUND');
      return this.view(payment, await this.attempts.of(tx, id));
    });
  }

  /** Payments of a merchant, newest first. */
  async list(merchantId: string, filter: PaymentFilter): Promise<PaymentView[]> {
    return this.context.database.transaction(async (tx) => {
      const query = tx.manager
        .createQueryBuilder(PaymentEntity, 'payment')
        .where('payment.merchantId = :merchantId', { merchantId })
        .orderBy('payment.createdAt', 'DESC')
        .addOrderBy('payment.id', 'DESC')
        .take(filter.limit);
      if (filter.reference !== undefined) {
        query.andWhere('payment.reference = :reference', { reference: filter.reference });
      }
      if (filter.method !== undefined) {
        query.andWhere('payment.method = :method', { method: filter.method });
      }
      if (filter.status !== undefined) {
        query.andWhere('payment.state in (:...states)', { states: statesShownAs(filter.status) });
      }
      if (filter.createdAfter !== undefined) {
        query.andWhere('payment.createdAt > :createdAfter', { createdAfter: filter.createdAfter });
      }
      if (filter.after !== null) {
        const [at, id] = filter.after;
        query.andWhere('(payment.createdAt, payment.id) < (:at, :id)', { at: new Date(at), id });
      }
      const payments = await query.getMany();
      const attempts = await tx.manager
        .createQueryBuilder(AttemptEntity, 'attempt')
        .where('attempt.paymentId = any(:ids)', { ids: payments.map((one) => one.id) })
        .orderBy('attempt.number', 'ASC')
        .getMany();
      return payments.map((payment) =>
        this.view(
          payment,
          attempts.filter((attempt) => attempt.paymentId === payment.id),
        ),
      );
    });
  }

  /** The story of a payment, in order. */
  async events(merchantId: string, id: string): Promise<StoryRow[]> {
    await this.find(merchantId, id);
    return this.context.database.reads.query<StoryRow>(
      `select id, sequence, type, occurred_at, data from payment_events
       where payment_id = $1 order by sequence`,
      [id],
    );
  }

  /**
   * Cancels a payment that waits for money, and has its voucher voided where the provider can. Cash that is
   * taken for it all the same makes the payment paid, late.
   *
   * @throws PAYMENT_NOT_FOUND, PAYMENT_IN_PROGRESS, PAYMENT_NOT_CANCELLABLE
   */
  async cancel(
    caller: Caller,
    key: string,
    id: string,
  ): Promise<{ isReplay: boolean; payment: PaymentView }> {
    const merchantId = merchantOf(caller);
    const request = {
      merchantId,
      operation: `payments.cancel:${id}`,
      key,
      body: {},
      resourceId: id,
    };
    const begun = await this.context.database.transaction(async (tx) => {
      const payment = await this.story.lock(tx, id);
      if (payment === null || payment.merchantId !== merchantId) {
        throw routerError('PAYMENT_NOT_FOUND');
      }
      const first = await this.idempotency.begin(tx, request);
      if (first.kind === 'replay') return first;
      this.refuseCancellation(payment.state);
      await this.vouchers.cancelIssued(tx, id);
      await this.story.move(tx, payment, 'cancelled', 'requested_by_merchant');
      await this.story.save(tx, payment);
      await this.idempotency.finish(tx, request, 200);
      return first;
    });
    return { isReplay: begun.kind === 'replay', payment: await this.find(merchantId, id) };
  }

  private refuseCancellation(state: PaymentState): void {
    if (statusOf(state) === 'processing') {
      throw routerError('PAYMENT_IN_PROGRESS', { retryAfterSeconds: 5 });
    }
    if (state === 'cancelled' || state === 'pending') return;
    throw routerError('PAYMENT_NOT_CANCELLABLE', {
      detail: `The payment is ${statusOf(state)}; only one that is awaiting_payment can be cancelled.`,
    });
  }

  private view(payment: PaymentEntity, attempts: readonly AttemptEntity[]): PaymentView {
    return toPaymentView(payment, attempts, openPayer(this.context.cipher, payment));
  }
}

function statesShownAs(status: string): PaymentState[] {
  return (Object.keys(STATES) as PaymentState[]).filter((state) => statusOf(state) === status);
}
