import { isCurrency } from '@cauce/money';
import type { NewBreak } from '../breaks/break-changes.js';
import { kindOfRefusal, type FileProblem } from './file-problems.js';

/** What is known of a file that was refused. */
export interface RefusedFile {
  readonly fileId: string;
  readonly problems: readonly FileProblem[];
  /** What its control records say. */
  readonly declaredMinor: bigint | null;
  /** What its lines add up to. */
  readonly countedMinor: bigint | null;
  readonly currency: string | null;
}

/**
 * The break about a whole file: nothing of it is matched until somebody has looked.
 *
 * @returns expected = declared, received = counted; without amounts where the currency is not one of ours
 */
export function breakOfFile(file: RefusedFile): NewBreak {
  const isOurs = file.currency !== null && isCurrency(file.currency);
  return {
    kind: kindOfRefusal(file.problems),
    reference: null,
    fileId: file.fileId,
    lineNumber: null,
    itemId: null,
    expectedMinor: isOurs ? file.declaredMinor : null,
    receivedMinor: isOurs ? file.countedMinor : null,
    currency: isOurs ? file.currency : null,
  };
}
