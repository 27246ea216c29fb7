import { apiError, Idempotency, merchantOf, type Caller, type IdempotencyUse } from '@cauce/api';
import { failpoint, newId } from '@cauce/config';
import type { Payer } from '@cauce/contracts';
import { isDatabaseTrouble, isUniqueViolation, type Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { ConnectorClient } from '../connectors/connector.client.js';
import { RouterContext } from '../router-context.js';
import { transferProblems } from '../routing/banks.js';
import { routableOf } from '../routing/routed-payment.js';
import { RoutesService } from '../routing/routes.service.js';
import { AttemptsService } from './attempts.service.js';
import { snapshotOf } from './payment-events.js';
import { PaymentStoryService } from './payment-story.service.js';
import { PaymentEntity } from './payment.entity.js';
import type { CreatePaymentBody } from './create-payment.schema.js';
import { newPayment } from './new-payment.js';
import { noRouteRefusal } from './no-route.errors.js';
import type { PaymentView } from './payment-view.schema.js';
import { PaymentsService } from './payments.service.js';
import { holderOf, referenceInUse } from './reference-holder.js';
import { refuseStrangeMethods } from './strange-methods.errors.js';

const OPERATION = 'payments.create';

/** What a create takes beside its wait, on a bad day: then what it made is there, and a repeat need not wait for it. */
const ANSWER_MARGIN_MS = 10_000;

/** Longest life that a merchant may ask of a voucher; providers clip it further. */
const MAX_EXPIRY_MS = 366 * 86_400_000;

/** What a create came to: 201 with an outcome, or 202 while it is still being found out. */
export interface CreatedPayment {
  readonly status: 201 | 202;
  readonly isReplay: boolean;
  readonly payment: PaymentView;
}

/** Creates payments: T1, then a bounded wait for the connector's answer. */
@Injectable()
export class CreatePaymentService {
  private readonly idempotency: Idempotency;

  constructor(
    private readonly context: RouterContext,
    private readonly routes: RoutesService,
    private readonly attempts: AttemptsService,
    private readonly story: PaymentStoryService,
    private readonly payments: PaymentsService,
    private readonly connectors: ConnectorClient,
  ) {
    this.idempotency = new Idempotency(context.clock);
  }

  /** How long a create waits when the caller says nothing, milliseconds. */
  get defaultWaitMs(): number {
    return this.context.config.waitMs;
  }

  /**
   * Creates a payment, or finds the one that the same key created.
   *
   * @param waitMs how long to wait for the voucher, milliseconds
   * @throws INVALID_REQUEST, AMOUNT_NOT_COLLECTABLE, NO_ROUTE, REFERENCE_IN_USE,
   *   IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_KEY_IN_FLIGHT
   */
  async create(
    caller: Caller,
    key: string,
    body: CreatePaymentBody,
    waitMs: number,
  ): Promise<CreatedPayment> {
    const merchantId = merchantOf(caller);
    const request = {
      ...{ merchantId, operation: OPERATION, key, body, resourceId: newId('pay') },
      answersWithinMs: waitMs + ANSWER_MARGIN_MS,
    };
    const change = this.connectors.expectChange(request.resourceId);
    try {
      const begun = await this.t1(request, body);
      if (begun.kind === 'replay') {
        const payment = await this.payments.find(merchantId, begun.resourceId);
        return { status: begun.status === 202 ? 202 : 201, isReplay: true, payment };
      }
      failpoint('after_t1');
      const payment = await this.outcome(merchantId, request.resourceId, change, waitMs).catch(
        async (error: unknown) => {
          // The payment was made and cannot be read: the same key finds it at once.
          await this.answer(request, 202);
          throw error;
        },
      );
      const status = payment.status === 'processing' ? 202 : 201;
      await this.answer(request, status);
      return { status, isReplay: false, payment };
    } finally {
      change.stop();
    }
  }

  private async t1(
    request: Parameters<Idempotency['begin']>[1],
    body: CreatePaymentBody,
  ): ReturnType<Idempotency['begin']> {
    try {
      return await this.context.database.transaction(async (tx) => {
        const begun = await this.idempotency.begin(tx, request);
        if (begun.kind === 'first') await this.write(tx, request, body);
        return begun;
      });
    } catch (error) {
      if (!isUniqueViolation(error, 'payments_reference')) throw error;
      const { reads } = this.context.database;
      const holder = await holderOf(reads, request.merchantId, body.reference, { isLate: false });
      throw referenceInUse(holder, body.reference, error);
    }
  }

  private async write(
    tx: Transaction,
    request: { merchantId: string; resourceId: string },
    body: CreatePaymentBody,
  ): Promise<void> {
    // Only here: a repeated request finds its payment even when that time has passed.
    this.refuseBadExpiry(body.expiresAt);
    refuseStrangeMethods(body.methods, await this.routes.known(tx));
    const now = this.context.clock.now();
    const payer: Payer = { ...body.payer, phone: body.payer.phone ?? null };
    const asked = routableOf(request.resourceId, request.merchantId, body);
    const times = { createdAt: now, requestedExpiresAt: body.expiresAt ?? null };
    const found = await this.attempts.choose(tx, { ...asked, ...times }, payer);
    const { choice, admitted } = found;
    const fieldErrors = transferProblems(body, choice);
    if (fieldErrors.length > 0) throw apiError('INVALID_REQUEST', { fieldErrors });
    if (admitted === null) throw noRouteRefusal(choice, found.refusedUntil, now);
    // The unique index leaves out payments with late money, so that nothing can refuse that money.
    const late = await holderOf(tx, request.merchantId, body.reference, { isLate: true });
    if (late !== undefined) throw referenceInUse(late, body.reference);
    const { cipher } = this.context;
    const document = `${payer.document?.type}:${payer.document?.number}`;
    const payment = newPayment(request, body, choice, {
      now,
      payerSealed: cipher.seal(JSON.stringify(payer), `payer:${request.resourceId}`),
      payerDocumentIndex: cipher.blindIndex(document, 'payer.document'),
    });
    await tx.manager.insert(PaymentEntity, payment);
    await this.attempts.start(tx, payment, admitted, 1, payer);
    payment.sequence = 0;
    await this.story.tell(tx, payment, 'payment.created', {
      payment: snapshotOf(payment),
      reason: null,
    });
  }

  /** Waits until the payment leaves `processing` or the budget is spent. */
  private async outcome(
    merchantId: string,
    paymentId: string,
    change: ReturnType<ConnectorClient['expectChange']>,
    waitMs: number,
  ): Promise<PaymentView> {
    const deadline = performance.now() + waitMs;
    for (;;) {
      await change.wait(deadline - performance.now());
      const payment = await this.payments.find(merchantId, paymentId);
      if (payment.status !== 'processing' || performance.now() >= deadline) return payment;
    }
  }

  /** Notes what is answered. Where that fails the answer is true all the same, and its key is free a little later. */
  private async answer(request: IdempotencyUse, status: 201 | 202): Promise<void> {
    const { database, logger } = this.context;
    await this.idempotency.finish(database.reads, request, status).catch((error: unknown) => {
      if (isDatabaseTrouble(error)) {
        logger.warn({ err: error }, 'a key stays in flight for some seconds: the database is away');
      } else {
        logger.error({ err: error }, 'an answer could not be noted under its key');
      }
    });
  }

  private refuseBadExpiry(expiresAt: Date | undefined): void {
    if (expiresAt === undefined) return;
    const now = this.context.clock.now().getTime();
    const detail =
      expiresAt.getTime() <= now
        ? 'must be in the future'
        : expiresAt.getTime() > now + MAX_EXPIRY_MS
          ? 'must be within a year'
          : null;
    if (detail === null) return;
    throw apiError('INVALID_REQUEST', {
      fieldErrors: [{ pointer: '/expiresAt', code: 'out_of_range', detail }],
    });
  }
}
