import { z } from 'zod';

/**
 * PayU Latam's wire format 4.0, as JSON. Numbers are read as the text that they were written as. Every request
 * is a POST with `{language, command, test, merchant: {apiLogin, apiKey}, …}`; every answer has
 * `{code: "SUCCESS" | "ERROR", error, …}`, errors with HTTP 200 too.
 *
 *   submit   {payments} SUBMIT_TRANSACTION          {transaction: {order, payer, paymentMethod, …}}
 *            → {transactionResponse: {orderId, transactionId, state, responseCode, operationDate, extraParameters}}
 *   banks    {payments} GET_BANKS_LIST              {bankListInformation: {paymentMethod, paymentCountry}}
 *            → {banks: [{id, description, pseCode}]}
 *   search   {reports} ORDER_DETAIL_BY_REFERENCE_CODE   {details: {referenceCode}}
 *            → {result: {payload: [order, …]}}, payload null when there is none
 *   order    {reports} ORDER_DETAIL                 {details: {orderId}}
 *            → {result: {payload: order}}
 *   one      {reports} TRANSACTION_RESPONSE_DETAIL  {details: {transactionId}}
 *            → {result: {payload: transactionResponse}}: neither reference nor amount, payload null when there is none
 *   confirm  POST to us                             form fields, signed with reference, amount and state
 */

/** Ids and amounts come as JSON numbers or as text, by command and mood. */
const numberOrText = z.union([z.number(), z.string()]).transform(String);

/** An id that PayU counts: sent back as a number, which holds fifteen digits exactly. */
const orderId = numberOrText.pipe(z.string().regex(/^[1-9]\d{0,14}$/));

const extraParameters = z.record(z.string(), z.unknown()).nullish();

/** Amounts of an order or transaction; of all its values only the whole is read. */
const additionalValues = z
  .object({ TX_VALUE: z.object({ value: numberOrText, currency: z.string() }).nullish() })
  .nullish();

/** What every answer begins with. */
export const answer = z.object({ code: z.string(), error: z.string().nullish() });

/** What a submit says of the transaction that it made. */
const created = z.object({
  orderId,
  transactionId: z.string().min(1),
  state: z.string(),
  responseCode: z.string().nullish(),
  responseMessage: z.string().nullish(),
  operationDate: numberOrText.nullish(),
  extraParameters,
});

/** Answer of a submit that made a transaction, in whichever state. */
export const submitReply = z.object({ transactionResponse: created });

const transaction = z.object({
  id: z.string().min(1),
  type: z.string(),
  parentTransactionId: z.string().nullish(),
  paymentMethod: z.string().nullish(),
  transactionResponse: z.object({
    state: z.string(),
    operationDate: numberOrText.nullish(),
    extraParameters,
  }),
  expirationDate: numberOrText.nullish(),
  additionalValues,
  extraParameters,
});

const order = z.object({
  id: orderId,
  accountId: numberOrText.nullish(),
  status: z.string(),
  referenceCode: numberOrText,
  isTest: z.boolean().nullish(),
  additionalValues,
  transactions: z.array(transaction).min(1),
});

/** Answer of a search by our reference: a list, one order by itself, or nothing. */
export const searchReply = z.object({
  result: z
    .object({ payload: z.union([z.array(order), order.transform((one) => [one])]).nullable() })
    .nullable(),
});

/** Answer of a query for one order that PayU named before. */
export const orderReply = z.object({ result: z.object({ payload: order }) });

/** Answer of a query for one transaction. The order is named by `orderId`, or on vouchers by `REFERENCE`. */
export const transactionReply = z.object({
  result: z
    .object({ payload: z.object({ orderId: orderId.nullish(), extraParameters }).nullable() })
    .nullable(),
});

/** Answer of a query for the banks of PSE. */
export const banksReply = z.object({
  banks: z.array(z.object({ description: z.string(), pseCode: numberOrText })).max(1_000),
});

/** What we read of a confirmation; everything else of it is only kept. */
export const confirmation = z.object({
  merchant_id: z.string().min(1),
  reference_sale: z.string().min(1).max(255),
  transaction_id: z.string().min(1).max(64),
  value: z.string(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  // Digits only: a hash over a secret at its front could be continued with other bytes behind.
  state_pol: z.string().regex(/^\d{1,3}$/),
  sign: z.string().regex(/^[0-9a-f]+$/i),
});

export type CreatedTransaction = z.output<typeof created>;
export type Order = z.output<typeof order>;
export type OrderTransaction = z.output<typeof transaction>;
