import { wholeUnits } from '@cauce/money';
import type { Transaction, Voucher } from '../collections/collection.js';
import type { PayuAccount } from './account.js';
import { methodOf } from './methods.js';
import { orderIdOf, transactionIdOf } from './numbers.js';
import { noDetails, orderDetailsSchema, type OrderDetails } from './order-details.schema.js';
import { PAYU_STATES } from './states.js';

/** Who asks, and by which address the sandbox was reached. */
export interface Asker {
  readonly account: PayuAccount;
  readonly sandboxUrl: string;
}

/** An order: a voucher with all that was paid with it, or money that came without one. */
export interface PayuOrder {
  readonly voucher: Voucher | null;
  /** Oldest first; never empty. */
  readonly transactions: readonly [Transaction, ...Transaction[]];
}

/**
 * The answer to a submit.
 *
 * @source PayU Latam's documentation, answers for Efecty, banks and PSE; the codes of banks are made up
 */
export function submitAnswer(transaction: Transaction, voucher: Voucher, asker: Asker): object {
  return {
    code: 'SUCCESS',
    error: null,
    transactionResponse: {
      orderId: orderIdOf(transaction),
      transactionId: transactionIdOf(transaction.id),
      ...responseOf(transaction),
      referenceQuestionnaire: null,
      extraParameters: payableParameters(transaction, voucher, asker),
      additionalInfo: {
        paymentNetwork: methodOf(transaction.network),
        rejectionType: 'NONE',
        responseNetworkMessage: null,
        travelAgencyAuthorizationCode: null,
        cardType: null,
        transactionType: 'AUTHORIZATION_AND_CAPTURE',
      },
    },
  };
}

/** @source PayU Latam's documentation, queries: `ORDER_DETAIL` and `ORDER_DETAIL_BY_REFERENCE_CODE` */
export function orderAnswer({ voucher, transactions }: PayuOrder, asker: Asker): object {
  const [first] = transactions;
  const details = detailsOf(first, asker.account);
  return {
    id: orderIdOf(first),
    accountId: Number(details.accountId),
    status: statusOf(transactions),
    referenceCode: first.reference,
    description: details.description,
    airlineCode: null,
    language: 'es',
    notifyUrl: first.callback?.url ?? null,
    shippingAddress: null,
    buyer: personOf(details),
    antifraudMerchantId: null,
    transactions: transactions.flatMap((one) => [
      transactionAnswer(one, voucher, asker),
      ...(one.state === 'reversed' ? [voidAnswer(one, asker)] : []),
    ]),
    additionalValues: { TX_VALUE: valueOf(voucher?.amountDue ?? first.amount) },
    isTest: details.isTest,
  };
}

/** @source PayU Latam's documentation, queries: `TRANSACTION_RESPONSE_DETAIL` has no reference and no amount */
export function transactionResponseAnswer(
  transaction: Transaction,
  voucher: Voucher | null,
  asker: Asker,
): object {
  const extraParameters = voucher === null ? null : payableParameters(transaction, voucher, asker);
  return { orderId: orderIdOf(transaction), ...responseOf(transaction), extraParameters };
}

function transactionAnswer(transaction: Transaction, voucher: Voucher | null, asker: Asker) {
  const details = detailsOf(transaction, asker.account);
  return {
    id: transactionIdOf(transaction.id),
    order: null,
    creditCard: null,
    bankAccount: null,
    type: 'AUTHORIZATION_AND_CAPTURE',
    parentTransactionId: null,
    paymentMethod: methodOf(transaction.network),
    source: null,
    paymentCountry: 'CO',
    transactionResponse: { ...responseOf(transaction), extraParameters: null },
    deviceSessionId: null,
    ipAddress: details.ipAddress,
    cookie: null,
    userAgent: null,
    expirationDate: voucher === null ? null : voucher.expiresAt.getTime(),
    payer: personOf(details),
    additionalValues: { TX_VALUE: valueOf(transaction.amount) },
    extraParameters: voucher === null ? null : payableParameters(transaction, voucher, asker),
  };
}

/** What takes a payment back, as cards have it; that a counter's payments have it too is ours. */
function voidAnswer(transaction: Transaction, asker: Asker) {
  const [id, parent] = [transactionIdOf(transaction.id, 'void'), transactionIdOf(transaction.id)];
  return {
    ...transactionAnswer(transaction, null, asker),
    id,
    type: 'VOID',
    parentTransactionId: parent,
    transactionResponse: {
      ...responseOf({ ...transaction, state: 'reversed' }),
      extraParameters: null,
    },
  };
}

function responseOf({ id, state, network, paidAt, changedAt }: Transaction) {
  const { state: name, responseCode } = PAYU_STATES[state];
  return {
    state: name,
    paymentNetworkResponseCode: null,
    paymentNetworkResponseErrorMessage: null,
    trazabilityCode: network === 'pse' ? String(id) : transactionIdOf(id),
    authorizationCode: paidAt === null ? null : String(id).slice(-6),
    pendingReason: state === 'pending' ? 'AWAITING_NOTIFICATION' : null,
    responseCode,
    errorCode: null,
    responseMessage: null,
    transactionDate: null,
    transactionTime: null,
    operationDate: (paidAt ?? changedAt).getTime(),
  };
}

/** How the payer pays: a code, or a bank's page. */
function payableParameters(
  transaction: Transaction,
  { code, expiresAt }: Voucher,
  { sandboxUrl }: Asker,
): object {
  const method = methodOf(transaction.network);
  if (method === 'PSE') return { TRANSACTION_CYCLE: '1', BANK_URL: `${sandboxUrl}/bank/${code}` };
  const receipt = `${sandboxUrl}/payu/receipt?vid=${code}`;
  return {
    EXPIRATION_DATE: expiresAt.getTime(),
    REFERENCE: Number(code),
    URL_PAYMENT_RECEIPT_PDF: `${receipt}&format=pdf`,
    URL_PAYMENT_RECEIPT_HTML: receipt,
    ...(method === 'BANK_REFERENCED' && {
      BANCO_BOGOTA_SERVICE_CODE: '00001',
      BANK_REFERENCED_NAME: 'REFERENCIA DE PRUEBA',
      BANCOLOMBIA_SERVICE_CODE: '00002',
    }),
  };
}

/** An order is what its best payment is. */
function statusOf(transactions: readonly Transaction[]): string {
  const states = transactions.map(({ state }) => state);
  const state =
    (['paid', 'reversed', 'pending'] as const).find((one) => states.includes(one)) ?? states[0];
  return PAYU_STATES[state ?? 'pending'].orderStatus;
}

export function detailsOf(transaction: Transaction, account: PayuAccount): OrderDetails {
  if (transaction.code === null) return noDetails(account.accountId);
  return orderDetailsSchema.parse(transaction.details);
}

function personOf({ fullName, email, phone, document }: OrderDetails) {
  return {
    merchantBuyerId: null,
    fullName,
    emailAddress: email,
    contactPhone: phone,
    dniNumber: document,
  };
}

function valueOf(amount: Transaction['amount']) {
  return { value: Number(wholeUnits(amount)), currency: 'COP' };
}
