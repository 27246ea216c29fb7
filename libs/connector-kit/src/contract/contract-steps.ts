import type { Issued, IssueRequest, StatusAnswer } from '../connector.js';
import { inTime } from './contract-assertions.js';
import type { ContractWorld } from './contract-world.js';

/** Something to pay that nobody has paid yet. */
export interface Unpaid {
  readonly request: IssueRequest;
  readonly issued: Issued;
  /** What the driver pays it by. */
  readonly code: string;
}

/** Issues a payment. */
export async function issueOne(
  world: ContractWorld,
  change: Partial<IssueRequest> = {},
): Promise<Unpaid> {
  const request = world.request(change);
  const issued = await inTime(world.connector.issue(request, world.call()));
  return { request, issued, code: world.codeOf(issued) };
}

/** Asks for everything under a reference, with no id known: as after a reply that was lost. */
export function ask(world: ContractWorld, reference: string): Promise<StatusAnswer> {
  const query = { reference, providerTransactionIds: [], scope: 'reference' as const };
  return inTime(world.connector.readStatus(query, world.call()));
}
