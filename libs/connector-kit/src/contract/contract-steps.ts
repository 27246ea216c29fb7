import type { Issued, IssueRequest, StatusAnswer } from '../connector.js';
import { inTime, voucherOf } from './contract-assertions.js';
import type { ContractWorld } from './contract-world.js';

/** A voucher that nobody has paid yet. */
export interface Voucher {
  readonly request: IssueRequest;
  readonly issued: Issued;
  readonly code: string;
}

/** Issues a voucher. */
export async function issueOne(
  world: ContractWorld,
  change: Partial<IssueRequest> = {},
): Promise<Voucher> {
  const request = world.request(change);
  const issued = await inTime(world.connector.issue(request, world.call()));
  return { request, issued, code: voucherOf(issued).code };
}

/** Asks for everything under a reference, with no id known: as after a reply that was lost. */
export function ask(world: ContractWorld, reference: string): Promise<StatusAnswer> {
  const query = { reference, providerTransactionIds: [], scope: 'reference' as const };
  return inTime(world.connector.readStatus(query, world.call()));
}
