import { commandsTopic, type ConnectorResult, type Payer } from '@cauce/contracts';
import type { Transaction } from '@cauce/database';
import { newMessage, send } from '@cauce/messaging';
import { Injectable } from '@nestjs/common';
import type { AttemptEntity } from '../payments/attempt.entity.js';
import type { PaymentEntity } from '../payments/payment.entity.js';
import type { AdmittedRoute } from '../health/admitted-route.service.js';
import type { Refusal } from '../health/health-metrics.service.js';
import { RouteHealthService } from '../health/route-health.service.js';
import { RouterContext } from '../router-context.js';

/** Budget of a status query or a cancellation, end to end. */
const ASK_TIMEOUT_MS = 20_000;

/** Commands to connectors, and the requests that wait for what comes of them. */
@Injectable()
export class ConnectorClient {
  private readonly waiting = new Map<string, Set<() => void>>();

  constructor(
    private readonly context: RouterContext,
    private readonly health: RouteHealthService,
  ) {}

  /** Sends the command to issue an attempt, in the transaction that writes the attempt. */
  async issue(
    tx: Transaction,
    payment: PaymentEntity,
    attempt: AttemptEntity,
    { route, timeoutMs }: AdmittedRoute,
    payer: Payer,
  ): Promise<void> {
    const { clock, cipher } = this.context;
    const requested =
      payment.requestedExpiresAt ?? new Date(clock.now().getTime() + route.expiry.defaultMs);
    const message = newMessage(clock, {
      type: 'connector.issue' as const,
      key: payment.id,
      sequence: null,
      data: {
        ...this.about(attempt, timeoutMs),
        merchantId: payment.merchantId,
        amount: { minor: payment.amountMinor, currency: payment.currency },
        description: payment.description,
        sealedPayer: cipher.seal(JSON.stringify(payer), `payer:${attempt.id}`),
        expiresAt: requested,
        returnUrl: payment.returnUrl,
        bank: payment.bank,
      },
    });
    await send(tx, commandsTopic(route.rail), message);
  }

  /**
   * Asks a connector what became of an attempt, by our own reference.
   *
   * @returns why nothing was sent, or null: then it was
   */
  readStatus(tx: Transaction, attempt: AttemptEntity, rail: string): Promise<Refusal | null> {
    return this.ask(tx, 'read_status', attempt, rail);
  }

  /**
   * Has the voucher of an attempt voided, in the transaction that gives it up.
   *
   * @returns why nothing was sent, or null: then it was
   */
  cancel(tx: Transaction, attempt: AttemptEntity, rail: string): Promise<Refusal | null> {
    return this.ask(tx, 'cancel', attempt, rail);
  }

  private async ask(
    tx: Transaction,
    operation: 'read_status' | 'cancel',
    attempt: AttemptEntity,
    rail: string,
  ): Promise<Refusal | null> {
    const { id: attemptId, paymentId, route } = attempt;
    const call = { route, operation, attemptId, paymentId, timeoutMs: ASK_TIMEOUT_MS };
    const refusal = await this.health.admit(tx, call);
    if (refusal !== null) return refusal;
    const message = newMessage(this.context.clock, {
      type: `connector.${operation}` as const,
      key: attempt.paymentId,
      sequence: null,
      data: {
        ...this.about(attempt, ASK_TIMEOUT_MS),
        providerTransactionId: attempt.providerTransactionId,
      },
    });
    await send(tx, commandsTopic(rail), message);
    return null;
  }

  /** Tells those who wait for this answer, or for the payment to change; called after the commit. */
  answered(result: ConnectorResult): void {
    this.health.answered(result);
    this.changed(result.paymentId);
  }

  /** Wakes whoever waits for this payment; called after the commit that changed it. */
  changed(paymentId: string): void {
    for (const wake of this.waiting.get(paymentId) ?? []) wake();
  }

  /**
   * Waits until the payment changes or the time is over, whichever comes first.
   *
   * @param waitMs milliseconds; 0 returns at once
   * @returns a function to start the wait with: registering comes before the commit, so no change is missed
   */
  expectChange(paymentId: string): { wait(waitMs: number): Promise<void>; stop(): void } {
    let wake: () => void = () => undefined;
    let hasChanged = false;
    const onChange = () => {
      hasChanged = true;
      wake();
    };
    const listeners = this.waiting.get(paymentId) ?? new Set();
    this.waiting.set(paymentId, listeners.add(onChange));
    return {
      wait: (waitMs) =>
        new Promise((resolve) => {
          if (hasChanged || waitMs <= 0) {
            hasChanged = false;
            resolve();
            return;
          }
          const timer = setTimeout(() => wake(), waitMs);
          wake = () => {
            // What changes from now on is for the next wait: this one must not take it.
            wake = () => undefined;
            hasChanged = false;
            clearTimeout(timer);
            resolve();
          };
        }),
      stop: () => {
        listeners.delete(onChange);
        if (listeners.size === 0) this.waiting.delete(paymentId);
      },
    };
  }

  private about(attempt: AttemptEntity, remainingMs: number) {
    return {
      attemptId: attempt.id,
      paymentId: attempt.paymentId,
      route: attempt.route,
      reference: attempt.reference,
      remainingMs,
      replyPartition: this.context.replyPartition(),
    };
  }
}
