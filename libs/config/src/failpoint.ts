/** Every place where a crash test may kill the process, in the order a payment reaches them. */
export const FAILPOINTS = [
  'after_t1',
  'after_provider_call',
  'before_t2_commit',
  'after_callback_stored',
  'after_publish_before_mark',
] as const;

export type FailpointName = (typeof FAILPOINTS)[number];

let armed: FailpointName | null = null;

/**
 * Arms one failpoint; for tests alone.
 *
 * @param name - one of {@link FAILPOINTS}, or null to disarm
 * @throws RangeError for any other name, so that a misspelt one does not pass as a survived crash
 */
export function setFailpoint(name: string | null): void {
  if (name !== null && !isFailpoint(name)) {
    throw new RangeError(
      `CAUCE_FAILPOINT: "${name}" is not a failpoint; use one of ${FAILPOINTS.join(', ')}`,
    );
  }
  armed = name;
}

function isFailpoint(name: string): name is FailpointName {
  return FAILPOINTS.some((one) => one === name);
}

/** Kills this process, as `kill -9` would, when the named failpoint is armed; else does nothing. */
export function failpoint(name: FailpointName): void {
  if (armed !== name) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal may reach another thread first: nothing here may run on until it arrives.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
