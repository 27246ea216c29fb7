import { z } from 'zod';

/**
 * ePayco's wire format, as its own SDK speaks it (restpagos and apify).
 *
 *   log-in     POST {api}/v1/auth/login            {public_key, private_key}            → {bearer_token | token}
 *   log-in     POST {apify}/login                  Basic base64(public:private)         → {token}
 *   cash       POST {secure}/restpagos/v2/efectivo/{network}   plain Spanish keys       → {success, data: {ref_payco, pin, …}}
 *   status     GET  {secure}/restpagos/transaction/response.json?ref_payco=…&public_key=…  → {success, data: {x_…}}
 *   search     POST {apify}/transaction            {filter: {referenceClient}}          → {success, data: {data: [{referencePayco, …}]}}
 *   confirm    GET or POST to us                   form fields x_…, signed without the state
 */

/** Numbers come as JSON numbers or as text, by endpoint and mood. */
const numberOrText = z.union([z.number(), z.string()]).transform(String);

/** Answer of either log-in. */
export const loginReply = z
  .object({ bearer_token: z.string().min(1).optional(), token: z.string().min(1).optional() })
  .transform(({ bearer_token: bearer, token }, context) => {
    const value = bearer ?? token;
    if (value !== undefined) return value;
    context.issues.push({ code: 'custom', message: 'has no token', input: null });
    return z.NEVER;
  });

/** Answer of a cash create that was accepted. */
export const cashReply = z.object({
  success: z.literal(true),
  data: z.object({
    ref_payco: numberOrText,
    factura: z.string(),
    valor: numberOrText,
    moneda: z.string(),
    pin: numberOrText,
    codigoproyecto: numberOrText.nullable().default(null),
    fechaexpiracion: z.string(),
    cod_respuesta: numberOrText,
  }),
});

/** A well-formed refusal of any restpagos operation. */
export const refusalReply = z.object({
  success: z.literal(false),
  title_response: z.string().optional(),
  text_response: z.string().optional(),
  data: z.unknown().optional(),
});

/** Answer of a status query that found the transaction. */
export const statusReply = z.object({
  success: z.literal(true),
  data: z.object({
    x_ref_payco: numberOrText,
    x_id_invoice: z.string(),
    x_amount: numberOrText,
    x_currency_code: z.string(),
    x_transaction_id: numberOrText,
    x_transaction_date: z.string(),
    x_cod_transaction_state: numberOrText,
  }),
});

/** Answer of a search by our own reference; an empty list when nothing has it. */
export const searchReply = z.object({
  success: z.literal(true),
  data: z.object({
    data: z.array(z.object({ referencePayco: numberOrText, referenceClient: z.string() })),
  }),
});

/** What we read of a confirmation; everything else of it is only kept. */
export const confirmation = z.object({
  x_cust_id_cliente: z.string(),
  x_ref_payco: z.string().min(1),
  x_id_invoice: z.string().min(1),
  x_transaction_id: z.string().min(1),
  x_amount: z.string(),
  x_currency_code: z.string(),
  x_signature: z.string(),
});

/** Answer of the drop box of settlement files for one day. */
export const settlementIndex = z.object({
  files: z
    .array(z.object({ name: z.string().regex(/^[\w.-]{1,120}$/), sha256: z.string().optional() }))
    .max(50),
});

export type CashReply = z.output<typeof cashReply>;
export type StatusReply = z.output<typeof statusReply>;
export type Confirmation = z.output<typeof confirmation>;
