import {
  ConnectorError,
  type Connector,
  type IssueRequest,
  type ProviderCall,
  type StatusAnswer,
  type StatusQuery,
} from '@cauce/connector-kit';
import type { Money } from '@cauce/money';
import { readNotification } from './payvalida.callback.js';
import { PayvalidaClient, type PayvalidaAccount } from './payvalida.client.js';
import {
  checkoutUrl,
  toOrderBody,
  toRegistered,
  toRegisteredBefore,
  toTransaction,
  type PayableOrder,
} from './payvalida.mapping.js';
import type { OrderData } from './payvalida.messages.js';
import { PAYVALIDA_PRIVATE_FIELDS } from './payvalida.private-fields.js';
import { expirationDay } from './payvalida.time.js';

/** What a rail adds to Payvalida's protocol. */
export interface PayvalidaOptions extends Pick<
  Connector,
  'rail' | 'limits' | 'expiry' | 'visibilityHorizonMs' | 'issueTimeoutMs'
> {
  /** Payvalida's name of the way to pay, as its list for the country has it: `efecty`, `pse`. */
  readonly method: string;
  readonly account: PayvalidaAccount;
  /** FIXED_HASH_NOTIFICACION, which signs notifications. */
  readonly notificationHash: string;
  /** Whether orders are deleted when they are cancelled; without it the route cannot void. */
  readonly deletesOrders: boolean;
}

/** What a cash rail adds. */
export interface PayvalidaCashOptions extends PayvalidaOptions {
  /** Agreement ("convenio") of Payvalida at the network, which the cashier asks for; no answer names it. */
  readonly agreement: string | null;
  /** What the payer reads, in both languages. */
  readonly textOf: VoucherText;
}

/** What a payer is shown, besides code, agreement and end. */
export type VoucherText = (voucher: {
  readonly code: string;
  readonly agreement: string | null;
  readonly amount: Money;
  readonly expiresAt: Date;
}) => { readonly es: string; readonly en: string };

/** A connector for one cash network over Payvalida. */
export function payvalidaCashConnector(options: PayvalidaCashOptions): Connector {
  const { agreement, textOf } = options;
  return connectorOf(options, ({ code, expiresAt }, amount) => {
    if (code === '') throw new ConnectorError('malformed_reply', 'the order has no payment number');
    const voucher = { code, agreement, expiresAt };
    return { kind: 'voucher', ...voucher, barcode: null, text: textOf({ ...voucher, amount }) };
  });
}

/** A connector for PSE over Payvalida: the payer chooses the bank on Payvalida's page. */
export function payvalidaPseConnector(options: PayvalidaOptions): Connector {
  const { apiUrl } = options.account;
  return connectorOf(options, ({ checkout, expiresAt }) => ({
    kind: 'redirect',
    url: checkoutUrl(checkout, apiUrl),
    expiresAt,
  }));
}

type Instruction = Awaited<ReturnType<Connector['issue']>>['instruction'];

function connectorOf(
  options: PayvalidaOptions,
  toInstruction: (order: PayableOrder, amount: Money) => Instruction,
): Connector {
  const client = new PayvalidaClient(options.account);
  const { rail, limits, expiry, visibilityHorizonMs, issueTimeoutMs, notificationHash } = options;
  return {
    route: `${rail}.payvalida`,
    rail,
    protocol: 'payvalida',
    limits,
    expiry,
    visibilityHorizonMs,
    issueTimeoutMs,
    trust: 'requery',
    privateFields: PAYVALIDA_PRIVATE_FIELDS,
    issue: async (request, call) => {
      const order = await issue(client, options, request, call);
      const instruction = toInstruction(order, request.amount);
      return { providerTransactionId: request.reference, instruction };
    },
    readStatus: (query, call) => readStatus(client, query, call),
    readCallback: (callback) => readNotification(callback, notificationHash),
    ...(options.deletesOrders && {
      cancel: ({ reference }: StatusQuery, call: ProviderCall) => cancel(client, reference, call),
    }),
  };
}

/** Registers the order, or finds the one that has our number already. */
async function issue(
  client: PayvalidaClient,
  { account, method, expiry }: PayvalidaOptions,
  request: IssueRequest,
  call: ProviderCall,
): Promise<PayableOrder> {
  const expiresOn = expirationDay(request.expiresAt, expiry, call.now());
  const body = toOrderBody(request, { ...account, method, expiresOn });
  try {
    return toRegistered(await client.register(body, call), request, expiresOn);
  } catch (error) {
    const isThere = error instanceof ConnectorError && error.kind === 'duplicate_reference';
    if (!isThere) throw error;
    const before = await readDuplicate(client, error, request.reference, call, personalOf(body));
    return toRegisteredBefore(before, request, expiresOn);
  }
}

/** Reads an order that is known to be there: whatever comes of it, it cannot end as refused or not sent. */
async function readDuplicate(
  client: PayvalidaClient,
  duplicate: ConnectorError,
  reference: string,
  call: ProviderCall,
  personal: readonly string[],
): Promise<OrderData> {
  try {
    const order = await client.readOrder(reference, call, personal);
    if (order !== null) return order;
  } catch (error) {
    const isDecided = error instanceof ConnectorError && error.meaning.outcome !== 'unknown';
    if (!isDecided) throw error;
  }
  throw duplicate;
}

/** Each id is an order number, as our reference is: there is nothing else to ask by. */
async function readStatus(
  client: PayvalidaClient,
  { reference, providerTransactionIds, scope }: StatusQuery,
  call: ProviderCall,
): Promise<StatusAnswer> {
  const orders = scope === 'reference' ? [reference] : new Set(providerTransactionIds);
  const transactions = [];
  for (const order of orders) {
    const data = await client.readOrder(order, call);
    if (data !== null) transactions.push(toTransaction(data));
  }
  return transactions.length === 0 ? { kind: 'absent' } : { kind: 'found', transactions };
}

/** An order that is deleted already is a success; what was paid, ran out or never was there is a refusal. */
async function cancel(
  client: PayvalidaClient,
  reference: string,
  call: ProviderCall,
): Promise<void> {
  if (await client.deleteOrder(reference, call)) return;
  const data = await client.readOrder(reference, call);
  const status = data === null ? 'absent' : toTransaction(data).status;
  if (status === 'cancelled') return;
  if (status === 'pending') {
    throw new ConnectorError('malformed_reply', 'pending, and yet it could not be deleted');
  }
  throw new ConnectorError('provider_rejected', `nothing to delete: the order is ${status}`);
}

function personalOf(body: Readonly<Record<string, unknown>>): string[] {
  return ['email', 'user_name', 'user_di'].flatMap((field) => {
    const value = body[field];
    return typeof value === 'string' ? [value] : [];
  });
}
