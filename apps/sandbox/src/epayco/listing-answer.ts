import { dayOf } from '@cauce/calendar';
import { wholeUnits } from '@cauce/money';
import { bogotaText } from '../bogota-time.js';
import type { Transaction } from '../collections/collection.js';
import { epaycoTransaction, type EpaycoTransaction } from './epayco-transaction.js';
import { namesOf } from './networks.js';
import type { TransactionFields } from './transaction-fields.js';
import { reasonOf, TRANSACTION_STATES } from './transaction-state.js';

export interface Page {
  readonly page: number;
  readonly limit: number;
}

/**
 * The answer of apify's `POST /transaction`.
 * @param found newest first, before paging
 * @source an answer kept in epayco/-woocommerce-epayco-api; `filter.referenceClient`, `data.data[].status`
 *   and `referencePayco` also in three public integrations. The aggregations of the real answer are left out.
 */
export function listingAnswer(found: readonly Transaction[], { page, limit }: Page): object {
  return {
    success: true,
    titleResponse: 'Successful consult',
    textResponse: 'successful consult',
    lastAction: 'successful consult',
    data: {
      pagination: { totalCount: found.length, limit, page },
      data: found
        .slice((page - 1) * limit, page * limit)
        .map((one) => listItem(epaycoTransaction(one))),
    },
  };
}

/**
 * The answer of apify's `/transaction/detail`.
 * @source the WooCommerce plugin reads `data.status` and `data.extras`, others `data.log.x_…`; the rest of
 *   the fields is in SER.EpaycoSdk
 */
export function detailAnswer(found: Transaction, fields: TransactionFields): object {
  const transaction = epaycoTransaction(found);
  const { details } = transaction;
  return {
    success: true,
    titleResponse: 'Successful consult',
    textResponse: 'successful consult',
    lastAction: 'successful consult',
    data: {
      ...listItem(transaction),
      bill: transaction.factura,
      tax: details.iva,
      taxBaseClient: details.baseiva,
      ip: details.ip,
      numberCard: '',
      address: details.direccion,
      country: details.pais,
      city: details.ciudad,
      firstName: details.nombres,
      lastName: details.apellidos,
      telephone: details.telefono,
      mobilePhone: details.celular,
      email: details.email,
      extras: details.extras,
      log: fields,
    },
  };
}

/** A refusal of apify; a token that is not accepted has the title `Unauthorized.`. */
export function apifyRefusal(title: string, text: string): object {
  return {
    success: false,
    titleResponse: title,
    textResponse: text,
    lastAction: 'validation',
    data: [],
  };
}

function listItem(transaction: EpaycoTransaction): object {
  const { details, state } = transaction;
  const network = namesOf(transaction.network, details.banco);
  const at = transaction.paidAt ?? transaction.createdAt;
  return {
    referencePayco: transaction.refPayco,
    referenceClient: transaction.factura,
    transactionDate: dayOf(at),
    description: details.descripcion,
    paymentMethod: network.franchise,
    amount: Number(wholeUnits(transaction.amount)),
    status: TRANSACTION_STATES[state],
    test: details.isTest,
    currency: transaction.amount.currency,
    transactionDateTime: bogotaText(at),
    iva: details.iva,
    bank: network.label,
    card: network.franchise,
    receipt: transaction.transactionId,
    authorization: transaction.approvalCode,
    response: reasonOf(transaction.network, state).text,
    trmdia: null,
    docType: details.tipoDoc,
    document: details.documento,
    names: details.nombres,
    lastnames: details.apellidos,
    cicloPse: transaction.cycle,
  };
}
