import type { CallbackReading, Connector, RawCallback } from '../connector.js';

/** What a callback is worth, and what its connector threw over it. */
export interface ReadCallback {
  readonly reading: CallbackReading;
  /** Undefined when it was read. */
  readonly error?: unknown;
}

/** Reads a callback. One that its connector cannot read is forged: anybody may send us anything. */
export function readCallback(
  connector: Pick<Connector, 'readCallback'>,
  callback: RawCallback,
): ReadCallback {
  const forged = { kind: 'forged', reference: null } as const;
  try {
    return { reading: connector.readCallback?.(callback) ?? forged };
  } catch (error) {
    return { reading: forged, error };
  }
}
