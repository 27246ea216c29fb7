import {
  clipExpiry,
  ConnectorError,
  type Connector,
  type Issued,
  type IssueRequest,
} from '@cauce/connector-kit';
import type { VoucherText } from '../payvalida.connector.js';
import { wholePesos } from '../payvalida.mapping.js';
import { PAYVALIDA_PRIVATE_FIELDS } from '../payvalida.private-fields.js';
import type { CollectionHost } from './answer-collection.js';
import { networkTills, type TillTimes } from './network-tills.js';
import { tillCode } from './till-code.js';

/** What a rail adds where its tills ask us. */
export interface PayvalidaTillOptions
  extends
    CollectionHost,
    TillTimes,
    Pick<Connector, 'rail' | 'limits' | 'expiry' | 'visibilityHorizonMs' | 'issueTimeoutMs'> {
  /** Agreement ("convenio") under which the network collects for us. */
  readonly agreement: string | null;
  /** What the payer reads, in both languages. */
  readonly textOf: VoucherText;
}

/**
 * A connector for a cash network whose tills ask us, as they ask Payvalida: what it issues is ours alone, and no
 * order is registered anywhere, so that nobody else can take money for it.
 *
 * @param orders the same route over orders at Payvalida, for those that were registered before; null where
 *   there is no account
 */
export function payvalidaTillConnector(
  options: PayvalidaTillOptions,
  orders: Connector | null,
): Connector {
  const { rail, limits, expiry, visibilityHorizonMs, issueTimeoutMs } = options;
  const ours: Connector = {
    ...{ route: `${rail}.payvalida`, rail, protocol: 'payvalida' },
    ...{ limits, expiry, visibilityHorizonMs, issueTimeoutMs },
    trust: 'requery',
    privateFields: PAYVALIDA_PRIVATE_FIELDS,
    issue: async (request, call) => issueOwn(options, request, call.now()),
    readStatus: async ({ reference }) => {
      // The kit asks about orders only, and an order that we cannot ask about may be paid any moment.
      throw new ConnectorError('route_changed', `no account to ask about order ${reference}`);
    },
    tills: networkTills(options),
  };
  return { ...ours, ...orders, issue: ours.issue, ...(ours.tills && { tills: ours.tills }) };
}

function issueOwn(
  { expiry, agreement, textOf }: PayvalidaTillOptions,
  request: IssueRequest,
  now: Date,
): Issued {
  const { reference, amount } = request;
  // Tills count whole pesos: anything else is refused here, as an order would be.
  wholePesos(amount);
  const code = tillCode(reference);
  const expiresAt = clipExpiry(request.expiresAt, expiry, now);
  const voucher = { code, agreement, expiresAt };
  const text = textOf({ ...voucher, amount });
  return {
    providerTransactionId: reference,
    instruction: { kind: 'voucher', ...voucher, barcode: null, text },
  };
}
