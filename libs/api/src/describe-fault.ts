const SQL_STATE = /^[0-9A-Z]{5}$/;
const MAX_CAUSES = 5;

/** What may be logged of an error that nobody foresaw. */
export interface Fault {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: Fault;
}

/**
 * Describes an error for the log. The message of a database error is left out, because it quotes values
 * (`Key (email)=(…) already exists`), and so are all properties but the code: drivers hang parameters on them.
 *
 * @returns name, message, code, stack frames and the same of its causes
 */
export function describeFault(error: unknown, depth = 1): Fault {
  if (!(error instanceof Error)) return { name: typeof error, message: 'not an Error' };
  const code: unknown = Reflect.get(error, 'code');
  const fromDatabase = typeof code === 'string' && SQL_STATE.test(code);
  return {
    name: error.name,
    message: fromDatabase ? 'database error' : error.message,
    ...(typeof code === 'string' && { code }),
    ...(error.stack !== undefined && { stack: framesOf(error.stack) }),
    ...(error.cause !== undefined &&
      depth < MAX_CAUSES && { cause: describeFault(error.cause, depth + 1) }),
  };
}

/** The stack without its first lines, which repeat the message. */
function framesOf(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
}
