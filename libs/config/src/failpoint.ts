/** Every place where a crash test may kill the process, in the order a payment reaches them. */
export const FAILPOINTS = [
  'after_t1',
  'after_provider_call',
  'before_t2_commit',
  'after_callback_stored',
  'after_publish_before_mark',
] as const;

export type FailpointName = (typeof FAILPOINTS)[number];

let armed: { readonly name: FailpointName; readonly about: string | null } | null = null;

/**
 * Arms one failpoint; for tests alone.
 *
 * @param text - one of {@link FAILPOINTS}, alone or as `name:about` for the occasion that it is about, such as
 *   `after_publish_before_mark:connector.issue`; null disarms
 * @throws RangeError for any other name, so that a misspelt one does not pass as a survived crash
 */
export function setFailpoint(text: string | null): void {
  if (text === null) {
    armed = null;
    return;
  }
  const [name = '', about = null] = text.split(':', 2);
  if (!isFailpoint(name)) {
    throw new RangeError(
      `CAUCE_FAILPOINT: "${text}" is not a failpoint; use one of ${FAILPOINTS.join(', ')}`,
    );
  }
  armed = { name, about };
}

function isFailpoint(name: string): name is FailpointName {
  return FAILPOINTS.some((one) => one === name);
}

/**
 * Kills this process, as `kill -9` would, when the named failpoint is armed; else does nothing.
 *
 * @param about - what passes here, for failpoints that are passed often: a message type
 */
export function failpoint(name: FailpointName, about?: string): void {
  if (armed?.name !== name || (armed.about !== null && armed.about !== about)) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal may reach another thread first: nothing here may run on until it arrives.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
