/** Fields of a failed statement's error that repeat values out of rows or parameters. */
const CARRIERS = ['parameters', 'detail', 'where', 'internalQuery'] as const;

/**
 * Keeps values of rows and parameters out of logs: loggers write the enumerable fields of an error, and
 * these may hold a payer's name. A debugger still sees them.
 *
 * @returns the same error
 */
export function hideValues(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return error;
  for (const name of CARRIERS) {
    if (!Object.hasOwn(error, name)) continue;
    Object.defineProperty(error, name, { enumerable: false });
  }
  if ('driverError' in error) {
    hideValues(error.driverError);
    Object.defineProperty(error, 'driverError', { enumerable: false });
  }
  return error;
}
