import { moneyView, toMoneyView } from '@cauce/api';
import { z } from 'zod';
import { DECIDERS, type Decider } from './order-routes.js';
import { REJECTIONS, type Candidate, type Rejection } from './choose-route.js';

/** A route that might have taken a payment, as it is stored and shown. */
export const candidateView = z.object({
  route: z.string(),
  chosen: z.boolean(),
  reason: z.enum(Object.keys(REJECTIONS) as [Rejection, ...Rejection[]]).optional(),
  /** Name of the rule that refused it, or that put it first, or after the first. */
  rule: z.string().optional(),
  /** What put the chosen route before the next one of its rail that could have taken the payment. */
  because: z.enum(Object.keys(DECIDERS) as [Decider, ...Decider[]]).optional(),
  /** What its provider would keep, where that is known. */
  cost: z.object({ fee: moneyView, iva: moneyView, total: moneyView }).optional(),
});

export type CandidateView = z.output<typeof candidateView>;

/** A candidate as merchants see it. */
export function toCandidateView({ cost, ...candidate }: Candidate): CandidateView {
  if (cost === undefined) return candidate;
  const { fee, iva, total } = cost;
  return {
    ...candidate,
    cost: { fee: toMoneyView(fee), iva: toMoneyView(iva), total: toMoneyView(total) },
  };
}
