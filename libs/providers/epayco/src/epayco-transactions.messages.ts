import { z } from 'zod';
import { numberOrText } from './epayco.messages.js';

/**
 * The wire format of ePayco's newer service, as the development branches of its SDKs speak it. Numbers are read
 * as the text that they were written as.
 *
 *   log-in   POST {login}/login                        Basic base64(public:private), {}
 *            → {token}                                 or 401
 *   create   POST {transactions}/payment/api/v1/transactions    encrypted leaves, see `sealBody`
 *            → {success: true, message, data: {refPayco, invoice, …, status, response, responseCode, …,
 *                franchise, testMode, …, paymentProviderData: {pin, agreementCode, expirationDate, trm}
 *                or {urlPayment, trazabilityCode, ticketId, cycle}}}
 *            or {success: false, message: "Transaction request",
 *                data: {errorType, errorTypeDescription, errors: [{code, message}]}}
 *   status   GET {transactions}/payment/api/v1/transactions/{refPayco}
 *            → as a create, without `urlPayment`       or {success: false, message: "Transacción no encontrada"}
 *   banks    GET {transactions}/payment/api/v1/pse/banks/{publicKey}
 *            → {success: true, message, data: [{bankCode, bankName}]}
 */

/** `enpruebas` of old. @source ePayco's SDKs, development branches: 1 is a test, 2 is for real */
const testMode = z
  .union([z.boolean().transform(String), numberOrText])
  .pipe(z.enum(['1', 'true', '2', 'false']))
  .transform((flag) => flag === '1' || flag === 'true');

/** What a counter or a bank needs; a list of nothing where there is nothing. */
const providerData = z.union([
  z.array(z.never()).transform(() => ({})),
  z.object({
    pin: numberOrText.pipe(z.string().min(1)).nullish(),
    /** Agreement ("convenio") that the payer names at the counter. */
    agreementCode: numberOrText.nullish(),
    expirationDate: z.string().nullish(),
    urlPayment: z.url({ protocol: /^https?$/ }).nullish(),
  }),
]);

/** A transaction; `status` says in words in which state it is. */
const transactionData = z.object({
  refPayco: numberOrText,
  invoice: numberOrText,
  amount: numberOrText,
  currency: z.string(),
  status: z.string(),
  response: z.string().nullish(),
  date: z.string().nullish(),
  franchise: z.string().nullish(),
  testMode,
  paymentProviderData: providerData.nullish(),
});

/** Answer of a create that made a transaction, and of a query that found one. */
export const transactionReply = z.object({ success: z.literal(true), data: transactionData });

/** Answer of a create that was refused before anything was made. */
export const transactionRefusal = z.object({
  success: z.literal(false),
  data: z.object({
    errors: z.array(z.object({ code: numberOrText, message: z.string() })).min(1),
  }),
});

/** Answer of a query about a transaction that ePayco does not have. */
export const transactionNotFound = z.object({
  success: z.literal(false),
  message: z.string().regex(/^transacci[oó]n no (encontrada|existe)\.?$/i),
});

export type TransactionReplyData = z.output<typeof transactionData>;
