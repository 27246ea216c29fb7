import { instructionSchema, type ConnectorResult, type Instruction } from '@cauce/contracts';
import type { AttemptEntity } from './attempt.entity.js';
import { ANOTHER_WAS_PAID } from './given-up-vouchers.js';
import type { StateEvent } from './payment-state.js';
import { isAbsent } from './resolve-schedule.js';
import { endsVoiding } from './void-schedule.js';

/** What the rules know beside the attempt and the answer. */
export interface Known {
  readonly now: Date;
  /** When the connector gave the answer, by its own clock; the answer may have been long on its way. */
  readonly answeredAt: Date;
  /** How long after its start an attempt may not be seen although it is executed, milliseconds. */
  readonly hiddenMs: number;
  /** Whether the money of other attempts pays the payment. */
  readonly isUnneeded: boolean;
}

/** What the rules look at in an attempt. */
export type AttemptSoFar = Pick<
  AttemptEntity,
  'status' | 'outcome' | 'absences' | 'instruction' | 'startedAt'
>;

/** What an answer changes of its attempt. */
export type AttemptChanges = Partial<
  Pick<
    AttemptEntity,
    | 'status'
    | 'outcome'
    | 'reason'
    | 'absences'
    | 'instruction'
    | 'resolveAt'
    | 'voidAt'
    | 'endedAt'
  >
>;

/** What follows from an answer for the payment. */
export type Follow =
  /** Nothing that anybody waits for. */
  | { readonly kind: 'nothing' }
  /** The payer can have the voucher. */
  | { readonly kind: 'issued' }
  /** Executed or not: to be asked about, and until then nobody else may be called. */
  | { readonly kind: 'unknown'; readonly reason: string | null }
  /** A voucher exists that we had given up: to be voided, and honoured if it is paid. */
  | { readonly kind: 'orphaned' }
  /** A voucher exists whose payment another one has paid: to be voided, and honoured if it is paid too. */
  | { readonly kind: 'unneeded' }
  /** The attempt certainly left no voucher behind: another one may be made, where the refusal allows it. */
  | { readonly kind: 'over'; readonly reason: string; readonly mayRetry: boolean }
  /** The provider ended what it had issued. */
  | { readonly kind: 'closed'; readonly event: StateEvent; readonly reason: string };

export interface AppliedResult {
  readonly changes: AttemptChanges;
  readonly follows: Follow;
}

const NO_NEWS: AppliedResult = { changes: {}, follows: { kind: 'nothing' } };

/** What a status query found, when it was neither live nor absent. */
const CLOSED_AT_PROVIDER = {
  rejected: { status: 'rejected', event: 'not_issued' },
  expired: { status: 'expired', event: 'expired' },
  cancelled: { status: 'cancelled', event: 'cancelled' },
} as const;

/**
 * Says what a connector's answer means for an attempt, and what follows from it. An answer for an attempt that
 * is over changes nothing, unless it tells of a voucher.
 *
 * @param attempt as it stood before the answer
 * @returns `over` only where no voucher was left behind: refused for good, never sent, or proven absent. An
 *   unknown outcome never is, so that a payment has one live voucher at most.
 * @source a request that was swallowed and a reply that was swallowed look alike to the caller
 */
export function applyResult(
  attempt: AttemptSoFar,
  result: ConnectorResult,
  known: Known,
): AppliedResult {
  switch (result.operation) {
    case 'issue':
      return issueAnswered(attempt, result, known);
    case 'read_status':
      return statusRead(attempt, result, known);
    case 'cancel':
      return endsVoiding(result) ? { ...NO_NEWS, changes: { voidAt: null } } : NO_NEWS;
  }
}

/** What becomes of an attempt whose lease ran out: its connector may have called the provider and died. */
export function leaseRanOut({ status }: Pick<AttemptSoFar, 'status'>): AppliedResult {
  return status === 'sending' ? outcomeUnknown('lease_ran_out') : NO_NEWS;
}

function issueAnswered(
  attempt: AttemptSoFar,
  result: ConnectorResult,
  known: Known,
): AppliedResult {
  if (result.outcome === 'done') return adopt(attempt, result.instruction, known);
  if (!isOpen(attempt)) return NO_NEWS;
  const { outcome, reason, reroutable } = result;
  if (outcome === 'unknown') return outcomeUnknown(reason);
  return {
    changes: ended(outcome, outcome, reason, known.now),
    follows: { kind: 'over', reason: reason ?? outcome, mayRetry: reroutable },
  };
}

function statusRead(
  attempt: AttemptSoFar,
  { outcome, status, reason, instruction }: ConnectorResult,
  known: Known,
): AppliedResult {
  if (attempt.status !== 'unknown' || outcome !== 'done' || status === null) return NO_NEWS;
  switch (status) {
    case 'absent':
      return absent(attempt, known);
    case 'pending':
      // A sign of life: absences before it were no proof. Without the voucher there is nothing to hand
      // out, and the next query asks for it again; to void it, nobody has to have it.
      if (instruction === null && !known.isUnneeded) {
        return { ...NO_NEWS, changes: { absences: 0 } };
      }
      return adopt(attempt, instruction, known);
    case 'paid':
    case 'reversed':
      // The money itself comes as a fact; here only the attempt is found again.
      return adopt(attempt, instruction, known);
    case 'rejected':
    case 'expired':
    case 'cancelled': {
      const closed = CLOSED_AT_PROVIDER[status];
      return {
        changes: ended(closed.status, 'done', status, known.now),
        follows: { kind: 'closed', event: closed.event, reason: reason ?? status },
      };
    }
  }
}

function absent(
  { absences, startedAt }: AttemptSoFar,
  { now, answeredAt, hiddenMs }: Known,
): AppliedResult {
  const counted = { absences: absences + 1 };
  // What was not there yet when somebody looked says nothing about now; and no clock is ahead of ours.
  const seenAt = answeredAt < now ? answeredAt : now;
  if (!isAbsent(counted.absences, startedAt, seenAt, hiddenMs)) {
    return { ...NO_NEWS, changes: counted };
  }
  return {
    changes: { ...counted, ...ended('absent', 'not_sent', 'absent', now) },
    follows: { kind: 'over', reason: 'absent', mayRetry: true },
  };
}

/** The provider holds a voucher under this attempt. */
function adopt(
  attempt: AttemptSoFar,
  found: Instruction | null,
  { now, isUnneeded }: Known,
): AppliedResult {
  const instruction =
    attempt.instruction ?? (found === null ? null : instructionSchema.encode(found));
  // Its voucher is known: an answer that comes again, even after the end of it, is no news.
  if (attempt.outcome === 'done') return { ...NO_NEWS, changes: { instruction } };
  const [status, kind, reason] = !isOpen(attempt)
    ? (['orphaned', 'orphaned', 'found_after_giving_up'] as const)
    : isUnneeded
      ? (['cancelled', 'unneeded', ANOTHER_WAS_PAID] as const)
      : (['issued', 'issued', null] as const);
  return { changes: { instruction, ...ended(status, 'done', reason, now) }, follows: { kind } };
}

function outcomeUnknown(reason: string | null): AppliedResult {
  return {
    changes: { status: 'unknown', outcome: 'unknown', reason },
    follows: { kind: 'unknown', reason },
  };
}

function ended(
  status: AttemptEntity['status'],
  outcome: AttemptEntity['outcome'],
  reason: string | null,
  now: Date,
): AttemptChanges {
  return { status, outcome, reason, resolveAt: null, endedAt: now };
}

/** Whether the attempt may still turn out to have been executed or not. */
function isOpen({ status }: AttemptSoFar): boolean {
  return status === 'sending' || status === 'unknown';
}
