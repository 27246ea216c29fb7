import type { BreakKind } from '../breaks/break-kinds.js';

/** What a file is refused for, by connectors or here. */
export interface FileProblem {
  readonly code: string;
  readonly line: number | null;
  readonly detail: string;
}

/** Problems of a file that intake itself finds. */
export const INTAKE_PROBLEMS = {
  LINES_TOTAL: 'The lines do not add up to the total of the file',
  LINES_CURRENCY: 'A line is in another currency than the file',
  UNKNOWN_CURRENCY: 'The file is in a currency that nobody books',
  DUPLICATE_FILE: 'Another file has the same identity and day, and other lines',
} as const satisfies Record<string, string>;

export type IntakeProblem = keyof typeof INTAKE_PROBLEMS;

/** Makes the record of a problem that intake found. */
export function intakeProblem(code: IntakeProblem): FileProblem {
  return { code, line: null, detail: INTAKE_PROBLEMS[code] };
}

/**
 * Chooses the kind of break that a refused file opens.
 *
 * @returns DUPLICATE when being a repetition is all that is wrong with it, else CONTROL_TOTAL
 */
export function kindOfRefusal(problems: readonly FileProblem[]): BreakKind {
  const isRepetition = problems.length > 0 && problems.every(({ code }) => /DUPLICATE/i.test(code));
  return isRepetition ? 'DUPLICATE' : 'CONTROL_TOTAL';
}
