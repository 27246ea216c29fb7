import {
  clipExpiry,
  ConnectorError,
  type ExpiryRule,
  type Issued,
  type IssueRequest,
} from '@cauce/connector-kit';
import type { VoucherText } from './epayco.mapping.js';
import { present } from './epayco.payer.js';
import { fromBogotaTime } from './epayco.time.js';
import type { Leaves } from './epayco-transactions.leaf-cipher.js';
import type { TransactionReplyData } from './epayco-transactions.messages.js';

/** What the newer service is told of a way of paying. */
export interface TransactionMethod {
  readonly paymentMethod: 'CASH' | 'PSE';
  readonly paymentMethodData: Leaves;
  readonly modo_pago: 'cash' | 'pse';
}

/** What the ways of paying over the newer service differ in. */
export interface TransactionWay {
  /** ePayco's code of it, which answers repeat. */
  readonly franchise: string;
  /** @throws ConnectorError invalid_request for what the way of paying lacks */
  toMethod(request: IssueRequest): TransactionMethod;
  /** @throws ConnectorError malformed_reply for an answer without what the payer needs */
  toInstruction(
    data: TransactionReplyData,
    request: IssueRequest,
    now: Date,
  ): Issued['instruction'];
}

/** The networks by their names in paths and in the drop box. @source epayco/epayco-node, `FRANCHISE_MAP` */
export const FRANCHISES = {
  efecty: 'EF',
  baloto: 'BA',
  gana: 'GA',
  redservi: 'RS',
  puntored: 'PR',
  sured: 'SR',
} as const satisfies Record<string, string>;

/** @throws Error for a network that the newer service does not have: a mistake of the rail */
export function franchiseOf(network: string): string {
  if (isNetwork(network)) return FRANCHISES[network];
  throw new Error(`ePayco's newer service has no network ${network}`);
}

function isNetwork(network: string): network is keyof typeof FRANCHISES {
  return Object.hasOwn(FRANCHISES, network);
}

/**
 * Cash at a counter. What ends the voucher is what ePayco says: its SDK repeats the date that its caller
 * wished, which ends nothing.
 *
 * @param network `efecty`, `puntored`, …
 * @param textOf what the payer reads, in both languages
 */
export function cashWay(network: string, textOf: VoucherText): TransactionWay {
  const franchise = franchiseOf(network);
  return {
    franchise,
    toMethod: () => ({
      paymentMethod: 'CASH',
      paymentMethodData: { franchise },
      modo_pago: 'cash',
    }),
    toInstruction: ({ paymentProviderData: data }, { amount }) => {
      const { pin, agreementCode, expirationDate } = { pin: null, expirationDate: null, ...data };
      if (pin === null || expirationDate === null) {
        throw new ConnectorError('malformed_reply', 'a voucher without its code or its end');
      }
      const expiresAt = fromBogotaTime(expirationDate);
      const voucher = { code: pin, agreement: agreementCode ?? null, expiresAt };
      return {
        kind: 'voucher',
        ...voucher,
        barcode: null,
        text: textOf({ ...voucher, amount }),
      };
    },
  };
}

/**
 * A transfer with PSE. Its page is in the answer of the create and in no other; ePayco names no end, which is
 * taken for what the route's rule says, from when ePayco made it.
 */
export function pseWay(expiry: ExpiryRule): TransactionWay {
  return {
    franchise: 'PSE',
    toMethod: ({ bank, payer }) => ({
      paymentMethod: 'PSE',
      paymentMethodData: {
        typePerson: payer.kind === 'company' ? '1' : '0',
        bankCode: present(bank, 'a bank'),
      },
      modo_pago: 'pse',
    }),
    toInstruction: ({ paymentProviderData: data, date }, request, now) => {
      const { urlPayment: url } = { urlPayment: null, ...data };
      if (url === null) throw new ConnectorError('malformed_reply', 'a transfer without its page');
      const madeAt = date === null || date === undefined ? now : fromBogotaTime(date);
      return { kind: 'redirect', url, expiresAt: clipExpiry(request.expiresAt, expiry, madeAt) };
    },
  };
}
