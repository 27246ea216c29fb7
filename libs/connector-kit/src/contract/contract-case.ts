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

/**
 * Whether a connector has what a part of the contract is about. Of what a route with tills issues no provider is
 * asked: it has the parts that are about the route itself and its tills.
 */
export function offeredBy(connector: Connector, capability: Capability): boolean {
  if (connector.tills !== undefined) return ['announcement', 'tills'].includes(capability);
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
      return false;
    default:
      return true;
  }
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
