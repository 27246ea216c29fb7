import type { Connector } from '../connector.js';

/** Parts of the contract; those from `cancel` on are optional members of a connector. */
export const CAPABILITIES = [
  'announcement',
  'issue',
  'status',
  'records',
  'cancel',
  'callbacks',
  'banks',
  'settlements',
  'tills',
] as const;

export type Capability = (typeof CAPABILITIES)[number];

/** Parts that need no provider: all that a route with tills is held to, because none is asked for what it issues. */
const HELD_WITH_TILLS: readonly Capability[] = ['announcement', 'issue', 'records', 'tills'];

/** Whether a connector has what a part of the contract is about. */
export function offeredBy(connector: Connector, capability: Capability): boolean {
  switch (capability) {
    case 'cancel':
      return connector.cancel !== undefined;
    case 'callbacks':
      return connector.readCallback !== undefined;
    case 'banks':
      return connector.listBanks !== undefined;
    case 'settlements':
      return connector.settlements !== undefined;
    case 'tills':
      return connector.tills !== undefined;
    default:
      return true;
  }
}

/** Whether a connector is held to what it has: with tills it is not asked about what it has of a provider besides. */
export function heldTo(connector: Connector, capability: Capability): boolean {
  if (connector.tills !== undefined && !HELD_WITH_TILLS.includes(capability)) return false;
  return offeredBy(connector, capability);
}

/** One thing that every connector must do; it throws when the connector does not. */
export interface ContractCase {
  readonly name: string;
  /** What a provider does not do, by the word of its world, so that there is nothing to hold; most cases have none. */
  readonly notOffered?: string;
  run(): Promise<void>;
}

/** The same, with the part of the contract that it belongs to. */
export interface CapabilityCase extends ContractCase {
  readonly capability: Capability;
}

/** The cases of some parts, in the order of all parts. */
export function inParts(
  parts: Readonly<Partial<Record<Capability, readonly ContractCase[]>>>,
): CapabilityCase[] {
  return CAPABILITIES.flatMap((capability) =>
    (parts[capability] ?? []).map((one) => ({ ...one, capability })),
  );
}

/**
 * Cases about something that a provider may not do.
 *
 * @param isOffered as the world of the connector says
 * @param reason why there is nothing to hold, for the report
 * @returns the same cases, which are named there and not run when it is not offered
 */
export function offeredIf(
  isOffered: boolean,
  reason: string,
  cases: readonly ContractCase[],
): ContractCase[] {
  return cases.map((one) => (isOffered ? one : { ...one, notOffered: reason }));
}
