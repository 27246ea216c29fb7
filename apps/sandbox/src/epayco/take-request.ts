import { confirmIssued } from '../callbacks/confirm-issued.js';
import type { Transaction, Voucher } from '../collections/collection.js';
import { sameSecret } from '../same-secret.js';
import type { EpaycoWorld } from './epayco-world.js';
import { issueOnce, type Repeated } from './issue-once.js';
import type { EpaycoNetwork } from './networks.js';
import type { EpaycoRequest } from './request-fields.schema.js';
import { fieldProblem, type FieldProblem } from './request-refusal.js';

export type Taking =
  | { readonly kind: 'taken'; readonly voucher: Voucher; readonly transaction: Transaction }
  | { readonly kind: 'refused'; readonly problems: readonly FieldProblem[] };

/** Issues what a request asks for, tells the merchant where the mode wants it, and says what there is then. */
export async function takeRequest(
  world: EpaycoWorld,
  network: EpaycoNetwork,
  request: EpaycoRequest,
  repeated: Repeated = 'same',
): Promise<Taking> {
  if (!sameSecret(request.publicKey, world.account.publicKey)) {
    return refused(fieldProblem('public_key', 'A002'));
  }
  const when = { now: world.now(), expiry: world.expiry, repeated };
  const issuing = issueOnce(world.collector, network, request, when);
  if (issuing.kind === 'refused') {
    return refused({ field: 'fechaexpiracion', code: 'A002', message: issuing.reason });
  }
  if (issuing.kind === 'conflict') return refused(fieldProblem('factura', 'A002'));
  if (issuing.kind === 'issued') await confirmIssued(world, issuing.transaction);
  return taken(world, issuing.transaction.id);
}

/** Reads the transaction again: it may have been paid while its confirmation was under way. */
function taken({ collector }: EpaycoWorld, id: number): Taking {
  const transaction = collector.transaction(id);
  const voucher = collector.book.voucher(transaction.code ?? '');
  if (voucher === undefined) throw new Error(`transaction ${id} was issued without a voucher`);
  return { kind: 'taken', voucher, transaction };
}

function refused(problem: FieldProblem): Taking {
  return { kind: 'refused', problems: [problem] };
}
