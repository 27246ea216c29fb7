import type { ConnectorResult, Instruction, ProviderStatus } from '@cauce/contracts';
import { ConnectorError } from '../connector-error.js';
import type { Issued, ProviderTransaction, StatusAnswer } from '../connector.js';

/** What a command came to: the part of a result message that does not repeat the command. */
export type CommandAnswer = Pick<
  ConnectorResult,
  | 'outcome'
  | 'reason'
  | 'reroutable'
  | 'countsAgainstHealth'
  | 'providerTransactionId'
  | 'instruction'
  | 'status'
>;

const DONE: CommandAnswer = {
  outcome: 'done',
  reason: null,
  reroutable: false,
  providerTransactionId: null,
  instruction: null,
  status: null,
};

/**
 * Statuses in the order in which they decide about an attempt: of two transactions under one reference, the
 * one that is paid makes it paid, whatever became of the other.
 */
const DECISIVE: readonly Exclude<ProviderStatus, 'absent'>[] = [
  'paid',
  'reversed',
  'pending',
  'rejected',
  'expired',
  'cancelled',
];

/** The answer to an issue that the provider executed. */
export function issuedAnswer(issued: Issued): CommandAnswer {
  return { ...DONE, ...issued };
}

/** The answer to a command that failed: outcome and reroute are those of its kind. */
export function failedAnswer(failure: ConnectorError): CommandAnswer {
  const { outcome, reroute, countsAgainstHealth } = failure.meaning;
  return { ...DONE, outcome, reason: failure.kind, reroutable: reroute, countsAgainstHealth };
}

/** The answer to a cancel that the provider carried out. */
export function cancelledAnswer(): CommandAnswer {
  return DONE;
}

/** The answer to a status query. @param instruction what the payer was or will be handed, where known */
export function statusAnswer(answer: StatusAnswer, instruction: Instruction | null): CommandAnswer {
  if (answer.kind === 'absent') return { ...DONE, status: 'absent' };
  const { status, providerTransactionId } = decisive(answer.transactions);
  return { ...DONE, status, providerTransactionId, instruction };
}

/**
 * The transaction that says what became of a reference.
 *
 * @throws ConnectorError malformed_reply for an empty list: then it should have been `absent`
 */
export function decisive(transactions: readonly ProviderTransaction[]): ProviderTransaction {
  for (const status of DECISIVE) {
    const found = transactions.find((one) => one.status === status);
    if (found !== undefined) return found;
  }
  throw new ConnectorError('malformed_reply', 'found, but with no transaction');
}
