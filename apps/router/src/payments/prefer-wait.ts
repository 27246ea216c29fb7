/** The longest wait that a caller may ask for, milliseconds. */
export const MAX_WAIT_MS = 30_000;

/**
 * How long a create may wait, from the `Prefer` header (RFC 7240).
 *
 * @param header value of the header, such as `wait=8`; other preferences and nonsense are ignored, as the RFC asks
 * @param defaultMs when the caller has no preference
 * @returns milliseconds between 0 and {@link MAX_WAIT_MS}
 */
export function waitOf(header: string | undefined, defaultMs: number): number {
  const seconds = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,4})"?(?:$|[,;\s])/i.exec(header ?? '')?.[1];
  return seconds === undefined ? defaultMs : Math.min(Number(seconds) * 1000, MAX_WAIT_MS);
}
