/**
 * The code that an error of PostgreSQL (`23505`) or of the system (`ECONNREFUSED`) carries, else null.
 * Looks at the shape alone: errors also come from other realms, where `instanceof Error` is false.
 */
export function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
