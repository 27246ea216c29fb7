import type { Instruction } from '@cauce/contracts';
import {
  ConnectorError,
  type Connector,
  type Issued,
  type IssueRequest,
  type ProviderCall,
  type StatusAnswer,
  type StatusQuery,
} from '@cauce/connector-kit';
import { readConfirmation, type ConfirmationKeys } from './epayco.callback.js';
import { EpaycoClient, type EpaycoEndpoints } from './epayco.client.js';
import {
  canonicalReference,
  fromBogotaTime,
  isSameAmount,
  toCashBody,
  toTransaction,
  type EpaycoAccount,
} from './epayco.mapping.js';
import type { CashReply } from './epayco.messages.js';
import { readSettlement, SETTLEMENT_FORMAT } from './epayco.settlement.js';

/** What a rail adds to ePayco's protocol. */
export interface EpaycoCashOptions extends Pick<
  Connector,
  'rail' | 'limits' | 'expiry' | 'visibilityHorizonMs' | 'issueTimeoutMs'
> {
  /** Name of the cash network in ePayco's path: `efecty`. */
  readonly network: string;
  readonly endpoints: EpaycoEndpoints;
  readonly account: EpaycoAccount;
  readonly keys: ConfirmationKeys;
  /** What the payer reads, in both languages. */
  readonly textOf: (voucher: {
    code: string;
    agreement: string | null;
    expiresAt: Date;
    request: IssueRequest;
  }) => {
    es: string;
    en: string;
  };
}

/** A connector for one cash network over ePayco. */
export function epaycoCashConnector(options: EpaycoCashOptions): Connector {
  const client = new EpaycoClient(options.endpoints);
  const { rail, limits, expiry, visibilityHorizonMs, issueTimeoutMs } = options;
  return {
    route: `${rail}.epayco`,
    rail,
    protocol: 'epayco',
    limits,
    expiry,
    visibilityHorizonMs,
    issueTimeoutMs,
    issue: (request, call) => issue(client, options, request, call),
    readStatus: (query, call) => readStatus(client, query, call),
    readCallback: (callback) => readConfirmation(callback, options.keys),
    settlements: {
      format: SETTLEMENT_FORMAT,
      list: async (day, call) =>
        (await client.listSettlements(day, call)).map(({ name, sha256 }) => ({
          name,
          sha256: sha256 ?? null,
        })),
      fetch: (day, name, call) => client.fetchSettlement(day, name, call),
      read: readSettlement,
    },
  };
}

async function issue(
  client: EpaycoClient,
  options: EpaycoCashOptions,
  request: IssueRequest,
  call: ProviderCall,
): Promise<Issued> {
  const clipped = { ...request, expiresAt: clip(request.expiresAt, options, call.now()) };
  const data = await client.createCash(options.network, toCashBody(clipped, options.account), call);
  if (canonicalReference(data.factura) !== request.reference) {
    throw new ConnectorError('wrong_reference', 'the answer is about another factura');
  }
  if (!isSameAmount(data.valor, request)) {
    throw new ConnectorError('wrong_reference', 'the answer is about another amount');
  }
  return {
    providerTransactionId: data.ref_payco,
    instruction: toInstruction(data, options, request),
  };
}

function toInstruction(
  data: CashReply['data'],
  options: EpaycoCashOptions,
  request: IssueRequest,
): Instruction {
  const voucher = {
    code: data.pin,
    agreement: data.codigoproyecto,
    expiresAt: fromBogotaTime(data.fechaexpiracion),
  };
  return {
    kind: 'voucher',
    ...voucher,
    barcode: null,
    text: options.textOf({ ...voucher, request }),
  };
}

/** What ePayco would refuse is asked for as near to the wish as it allows; its answer is what counts. */
function clip(requested: Date, { expiry }: EpaycoCashOptions, now: Date): Date {
  const earliest = now.getTime() + expiry.minimumMs;
  const latest = now.getTime() + expiry.maximumMs;
  return new Date(Math.min(Math.max(requested.getTime(), earliest), latest));
}

/** Asks about every transaction that we know of, and searches for those that we do not. */
async function readStatus(
  client: EpaycoClient,
  query: StatusQuery,
  call: ProviderCall,
): Promise<StatusAnswer> {
  const found = await client.search(query.reference, call);
  const ids = [...new Set([...query.providerTransactionIds, ...found])];
  const transactions = [];
  for (const id of ids) {
    const data = await client.readTransaction(id, call);
    if (data === null) continue;
    const transaction = toTransaction(data);
    if (transaction.reference === query.reference) transactions.push(transaction);
  }
  return transactions.length === 0 ? { kind: 'absent' } : { kind: 'found', transactions };
}
