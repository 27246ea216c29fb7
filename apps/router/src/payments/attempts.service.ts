import { newId } from '@cauce/config';
import type { Payer } from '@cauce/contracts';
import { expectRows, type Transaction } from '@cauce/database';
import { Injectable } from '@nestjs/common';
import { ConnectorClient } from '../connectors/connector.client.js';
import {
  AdmittedRouteService,
  type AdmittedRoute,
  type FoundRoute,
} from '../health/admitted-route.service.js';
import { issuingDeadline } from '../health/call-deadline.js';
import { RouterContext } from '../router-context.js';
import { toRoutedPayment, type RoutablePayment } from '../routing/routed-payment.js';
import { AttemptEntity } from './attempt.entity.js';
import { explanationOf } from './new-payment.js';
import { nextAttempt, type Exclusions } from './next-attempt.js';
import { PaymentStoryService } from './payment-story.service.js';
import { openPayer } from './open-payer.js';
import type { PaymentEntity } from './payment.entity.js';
import { providerReference } from './provider-reference.js';

/** Beyond the connector's own budget, before the resolver asks what became of a silent attempt. */
const LEASE_MARGIN_MS = 5_000;

/** Starts attempts: the first one, and the next one once the last is known to be over. */
@Injectable()
export class AttemptsService {
  constructor(
    private readonly context: RouterContext,
    private readonly admission: AdmittedRouteService,
    private readonly connectors: ConnectorClient,
    private readonly story: PaymentStoryService,
  ) {}

  /** Attempts of a payment, in order. */
  async of(tx: Transaction, paymentId: string): Promise<AttemptEntity[]> {
    return tx.manager.find(AttemptEntity, { where: { paymentId }, order: { number: 'ASC' } });
  }

  /** Finds a route for the next attempt of a payment; leave for the call comes with it. */
  async choose(
    tx: Transaction,
    payment: RoutablePayment & Pick<PaymentEntity, 'createdAt' | 'requestedExpiresAt'>,
    payer: Payer,
    excluded: Exclusions = [],
    tried: ReadonlySet<string> = new Set(),
  ): Promise<FoundRoute> {
    return this.admission.choose(tx, {
      attemptId: newId('att'),
      payment: toRoutedPayment(payment, payer),
      excluded,
      tried,
      deadlineAt: issuingDeadline(payment, this.context.config.health.issueWithinMs),
    });
  }

  /** Writes the attempt and its command; the provider is called only after the commit. */
  async start(
    tx: Transaction,
    payment: PaymentEntity,
    admitted: AdmittedRoute,
    number: number,
    payer: Payer,
  ): Promise<void> {
    const now = this.context.clock.now();
    const { attemptId: id, route, timeoutMs } = admitted;
    const attempt: AttemptEntity = {
      id,
      paymentId: payment.id,
      number,
      route: route.route,
      reference: providerReference(id),
      status: 'sending',
      outcome: null,
      reason: null,
      providerTransactionId: null,
      instruction: null,
      resolveAt: new Date(now.getTime() + timeoutMs + LEASE_MARGIN_MS),
      queries: 0,
      absences: 0,
      voidAt: null,
      voids: 0,
      startedAt: now,
      endedAt: null,
    };
    payment.route = route.route;
    payment.method = route.rail;
    await tx.manager.insert(AttemptEntity, attempt);
    await this.connectors.issue(tx, payment, attempt, admitted, payer);
  }

  /** Writes a changed attempt back. */
  async save(tx: Transaction, attempt: AttemptEntity): Promise<void> {
    const { id, ...changes } = attempt;
    const { affected } = await tx.manager.update(AttemptEntity, { id }, changes);
    expectRows(affected ?? 0, 1, `attempt ${id}`);
  }

  /**
   * After an attempt that certainly left no voucher behind: tries the next eligible route, or the same one
   * again where the provider never executed it, or fails the payment.
   *
   * @param mayRetry false when the refusal is about the payer or the request, which no route would accept
   */
  async continueOrFail(
    tx: Transaction,
    payment: PaymentEntity,
    reason: string,
    mayRetry: boolean,
  ): Promise<void> {
    const attempts = await this.of(tx, payment.id);
    const tried = new Set(attempts.map(({ route }) => route));
    const exclusions = nextAttempt(payment.state, attempts, mayRetry);
    const payer = openPayer(this.context.cipher, payment);
    const next = await this.next(tx, payment, payer, exclusions, tried);
    if (next === null) {
      await this.story.move(tx, payment, 'not_issued', reason);
      return;
    }
    await this.start(tx, payment, next, attempts.length + 1, payer);
    await this.story.move(tx, payment, 'submitted');
  }

  private async next(
    tx: Transaction,
    payment: PaymentEntity,
    payer: Payer,
    exclusions: Exclusions,
    tried: ReadonlySet<string>,
  ): Promise<AdmittedRoute | null> {
    if (exclusions.length === 0) return null;
    const { choice, admitted } = await this.choose(tx, payment, payer, exclusions, tried);
    if (admitted !== null) payment.routing = explanationOf(choice);
    return admitted;
  }
}
