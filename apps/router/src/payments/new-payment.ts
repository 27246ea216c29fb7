import type { Currency } from '@cauce/money';
import { toCandidateView } from '../routing/candidate-view.schema.js';
import type { RouteChoice } from '../routing/choose-route.js';
import type { CreatePaymentBody } from './create-payment.schema.js';
import type { PaymentEntity } from './payment.entity.js';

/** What a new payment needs besides the request: the time, and its payer in sealed form. */
export interface NewPaymentFacts {
  readonly now: Date;
  readonly payerSealed: string;
  readonly payerDocumentIndex: string;
}

/**
 * The row of a new payment, about to be submitted on the chosen route.
 *
 * @param request the id that it gets, and whose it is
 */
export function newPayment(
  request: { merchantId: string; resourceId: string },
  body: CreatePaymentBody,
  choice: RouteChoice,
  { now, payerSealed, payerDocumentIndex }: NewPaymentFacts,
): PaymentEntity {
  return {
    id: request.resourceId,
    merchantId: request.merchantId,
    reference: body.reference,
    description: body.description,
    state: 'submitted',
    amountMinor: BigInt(body.amount.value),
    currency: body.amount.currency as Currency,
    amountPaidMinor: 0n,
    methods: body.methods,
    method: choice.chosen?.rail ?? null,
    route: choice.chosen?.route ?? null,
    bank: body.bank ?? null,
    returnUrl: body.returnUrl ?? null,
    payerSealed,
    payerDocumentIndex,
    metadata: body.metadata,
    requestedExpiresAt: body.expiresAt ?? null,
    effectiveExpiresAt: null,
    timerKind: null,
    timerAt: null,
    isLate: false,
    sequence: 1,
    routing: explanationOf(choice),
    createdAt: now,
    updatedAt: now,
  };
}

/** How a route was chosen, as it is kept with the payment. */
export function explanationOf({ rulesVersion, candidates }: RouteChoice): PaymentEntity['routing'] {
  return { rulesVersion, candidates: candidates.map(toCandidateView) };
}
