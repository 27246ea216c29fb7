import { z } from 'zod';

/**
 * ePayco's wire format, as its own SDK speaks it (restpagos and apify; the newer service has a file of its own).
 * Numbers are read as the text that they were written as.
 *
 *   log-in   POST {api}/v1/auth/login                 {public_key, private_key}
 *            → {bearer_token | token}                 or 401, or {status: false, message}
 *   log-in   POST {apify}/login                       Basic base64(public:private), {}
 *            → {token}                                or 401
 *   cash     POST {secure}/restpagos/v2/efectivo/{network}    plain Spanish keys, see `toCashBody`
 *            → {success: true, title_response, text_response, last_action, data: {ref_payco, factura, valor, …}}
 *            or {success: false, title_response: "FAIL", …, data: {ref_payco, factura, cod_respuesta: 2|4, …}}
 *            or {success: false, title_response: "Error", …, last_action: "validation …",
 *                data: {totalerrores, errores: [{codError, errorMessage}]}}
 *   banks    GET {secure}/restpagos/pse/bancos.json?public_key=…
 *            → {success: true, …, data: [{bankCode, bankName}]}
 *   transfer POST {secure}/restpagos/pagos/debitos.json       encrypted fields, see `toTransferBody`
 *            → {success: true, …, data: {ref_payco, factura, valor, moneda, …, fecha, urlbanco, transactionID, ticketId}}
 *            or refused as cash is
 *   status   GET {secure}/restpagos/transaction/response.json?ref_payco=…&public_key=…
 *            → {success: true, …, data: {x_cust_id_cliente, x_ref_payco, …}}
 *            or {success: false, …, text_response: "Transacción no existe", data: []}
 *   search   POST {apify}/transaction                 {filter: {referenceClient}}
 *            → {success: true, …, data: {pagination: {totalCount}, data: [{referencePayco, referenceClient, status}]}}
 *   confirm  GET or POST to us                        form fields x_…, signed without the state
 */

/** Numbers come as JSON numbers or as text, by endpoint and mood. */
export const numberOrText = z.union([z.number(), z.string()]).transform(String);

/** Answer of either log-in. */
export const loginReply = z
  .object({ bearer_token: z.string().min(1).optional(), token: z.string().min(1).optional() })
  .transform(({ bearer_token: bearer, token }, context) => {
    const value = bearer ?? token;
    if (value !== undefined) return value;
    context.issues.push({ code: 'custom', message: 'has no token', input: null });
    return z.NEVER;
  });

/** A log-in that was understood and refused. */
export const loginRefusal = z.object({ status: z.literal(false) });

/** A voucher; `estado` and `cod_respuesta` say in which state it is. */
const cashData = z.object({
  ref_payco: numberOrText,
  factura: numberOrText,
  valor: numberOrText,
  moneda: z.string(),
  cod_respuesta: numberOrText,
  pin: numberOrText.pipe(z.string().min(1)),
  /** Agreement ("convenio") that the payer names at the counter. */
  codigoproyecto: numberOrText.nullable().default(null),
  fechaexpiracion: z.string(),
});

/** Answer of a cash create that was accepted; also of one that repeats an earlier one. */
export const cashReply = z.object({ success: z.literal(true), data: cashData });

/** Answer of a transfer's create. @source epayco/sdk-.net, `Models/Bank/PseModel.cs` */
export const transferReply = z.object({
  success: z.literal(true),
  data: z.object({
    ref_payco: numberOrText,
    factura: numberOrText,
    valor: numberOrText,
    moneda: z.string(),
    cod_respuesta: numberOrText.optional(),
    fecha: z.string().optional(),
    urlbanco: z.url({ protocol: /^https?$/ }),
  }),
});

/** @source epayco/sdk-.net, `Models/Bank/BanksModel.cs` */
export const bankListReply = z.object({
  success: z.literal(true),
  data: z.array(z.object({ bankCode: numberOrText, bankName: z.string() })),
});

/** Answer of a cash create that made a transaction and ended it at once: it can never be paid. */
export const endedCashReply = z.object({
  success: z.boolean(),
  text_response: z.string().default(''),
  data: z.object({ factura: numberOrText, cod_respuesta: numberOrText }),
});

/** Answer of a cash create that was refused before anything was made. */
export const validationRefusal = z.object({
  success: z.literal(false),
  last_action: z.string().regex(/^validation/),
  data: z.object({
    errores: z.array(z.object({ codError: numberOrText, errorMessage: z.string() })).min(1),
  }),
});

/** Answer of a status query that found the transaction. */
export const statusReply = z.object({
  success: z.literal(true),
  data: z.object({
    x_cust_id_cliente: numberOrText,
    x_ref_payco: numberOrText,
    x_id_invoice: numberOrText,
    x_amount: numberOrText,
    x_currency_code: z.string(),
    x_transaction_date: z.string(),
    x_cod_transaction_state: numberOrText,
    x_test_request: z.string(),
  }),
});

/** Answer of a status query about a transaction that ePayco does not have. */
export const noSuchTransaction = z.object({
  success: z.literal(false),
  text_response: z.string().regex(/^transacci[oó]n no existe\.?$/i),
  data: z.array(z.never()).optional(),
});

/** Answer of a search by our own reference; an empty list when nothing has it. */
export const searchReply = z.object({
  success: z.literal(true),
  data: z.object({
    pagination: z.object({ totalCount: numberOrText }).optional(),
    data: z.array(z.object({ referencePayco: numberOrText, referenceClient: numberOrText })),
  }),
});

/** What we read of a confirmation; everything else of it is only kept. */
export const confirmation = z.object({
  x_ref_payco: z.string().min(1),
  x_id_invoice: z.string().min(1),
  x_transaction_id: z.string().min(1),
  x_amount: z.string(),
  x_currency_code: z.string(),
  x_cod_transaction_state: z.string().optional(),
  x_signature: z.string(),
});

/** Answer of the drop box of settlement files for one day: a convention of ours, see the README. */
export const settlementIndex = z.object({
  files: z
    .array(
      z.object({
        name: z.string().regex(/^[\w-][\w.-]{0,119}$/),
        sha256: z
          .string()
          .regex(/^[0-9a-f]{64}$/i)
          .optional(),
      }),
    )
    .max(50),
});

export type CashData = z.output<typeof cashData>;
export type TransferData = z.output<typeof transferReply>['data'];
export type StatusData = z.output<typeof statusReply>['data'];
export type Confirmation = z.output<typeof confirmation>;
