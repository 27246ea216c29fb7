import type { Outcome } from '@cauce/contracts';

/** What is wrong with one field of a request. */
export interface FieldError {
  /** JSON Pointer into the body (`/amount/value`), or `?name` for a query parameter. */
  readonly pointer: string;
  /** Stable, for programs: `required`, `unknown_field`, `too_small`, … */
  readonly code: string;
  /** For people; never repeats what was sent. */
  readonly detail: string;
}

/** Status, retry advice and title by error code. A code is API: it is never renamed. */
export type ErrorTable = Record<string, { status: number; title: string; retryable: boolean }>;

/** What one occurrence of an error adds to its entry in the table. */
export interface ErrorOptions {
  /** Told to the caller; the title when absent. */
  readonly detail?: string;
  /** Logged, never answered. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
  readonly fieldErrors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
  readonly outcome?: Outcome;
}

/** An error that the caller is told about by its code, over HTTP as problem+json. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly retryable: boolean;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly fieldErrors: readonly FieldError[] | undefined;
  readonly outcome: Outcome | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: string, entry: ErrorTable[string], options: ErrorOptions = {}) {
    super(options.detail ?? entry.title, { cause: options.cause });
    this.code = code;
    this.status = entry.status;
    this.title = entry.title;
    this.retryable = entry.retryable;
    this.facts = options.facts ?? {};
    this.fieldErrors = options.fieldErrors;
    this.outcome = options.outcome;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/**
 * Makes the one function that an app throws its errors with.
 *
 * @param table the app's `errors.ts`: every code it may answer
 * @returns a function that accepts only codes of the table
 */
export function errorFactory<T extends ErrorTable>(
  table: T,
): (code: keyof T & string, options?: ErrorOptions) => AppError {
  return (code, options) => {
    const entry = Object.hasOwn(table, code) ? table[code] : undefined;
    if (entry === undefined) throw new Error(`error code ${code} is not in the table`);
    return new AppError(code, entry, options);
  };
}
