/** What the contract reads of a line of the sandbox's journal. */
export interface JournalLine {
  readonly kind: string;
  readonly reference: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * Asks something of the driver of a sandbox.
 *
 * @param path behind `/sandbox`
 * @returns the answer, or null for an empty one
 * @throws Error for a refusal
 */
export async function driveSandbox<T>(
  sandboxUrl: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${sandboxUrl}/sandbox${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text === '' ? null : JSON.parse(text)) as T;
}
