import { z } from 'zod';

/**
 * Mercado Pago's wire format: the Payments API of Colombia, as its own SDK speaks it. Numbers are read as
 * the text that they were written as.
 *
 *   create   POST {api}/v1/payments                   X-Idempotency-Key, see `toCashBody` and `toPseBody`
 *            → 201 payment                            or 4xx refusal
 *   read     GET {api}/v1/payments/{id}               → payment, or 404 refusal with code 2000
 *   search   GET {api}/v1/payments/search?external_reference=…
 *            → {paging: {total, limit, offset}, results: [payment]}
 *   cancel   PUT {api}/v1/payments/{id}               {status: "cancelled"} → payment, or 4xx refusal
 *   methods  GET {api}/v1/payment_methods             → [{id, financial_institutions: [{id, description}]}]
 *   webhook  POST to us ?data.id=…&type=payment       {id, live_mode, type, action, data: {id}}, no state
 *   refusal  {message, error, status, cause: [{code, description, data}]}
 */

/** Identifiers and amounts come as JSON numbers or as text. */
const numberOrText = z.union([z.number(), z.string()]).transform(String);

/** The same where it may be missing, null or empty. */
const maybe = numberOrText.nullish().transform((value) => value || null);

/** `barcode` stands beside or inside `transaction_details`, by method. */
const barcode = z.object({ content: maybe }).nullish();

/** A payment, as create, read and cancel answer it. */
export const paymentReply = z.object({
  id: numberOrText,
  external_reference: maybe,
  status: z.string(),
  status_detail: maybe,
  payment_method_id: z.string(),
  currency_id: z.string(),
  /** What is due. */
  transaction_amount: numberOrText,
  /** False for what was made with test credentials. */
  live_mode: z.boolean(),
  /** The account that collects. */
  collector_id: maybe,
  date_created: z.string(),
  date_approved: maybe,
  date_last_updated: maybe,
  date_of_expiration: maybe,
  fee_details: z
    .array(z.object({ amount: numberOrText, fee_payer: maybe }))
    .nullish()
    .transform((fees) => fees ?? []),
  barcode,
  transaction_details: z.object({
    /** What the payer paid, or would, fees that Mercado Pago takes from payers included. */
    total_paid_amount: maybe,
    payment_method_reference_id: maybe,
    verification_code: maybe,
    external_resource_url: maybe,
    barcode,
  }),
});

/** A page of a search; only which payments there are is taken from it. */
export const searchReply = z.object({
  paging: z.object({ total: numberOrText }),
  results: z.array(z.object({ id: numberOrText, external_reference: maybe })),
});

/** The payment methods of the account's country, with the banks of those that need one. */
export const methodsReply = z.array(
  z.object({
    id: z.string(),
    financial_institutions: z
      .array(z.object({ id: numberOrText, description: z.string() }))
      .nullish()
      .transform((banks) => banks ?? []),
  }),
);

const cause = z.object({ code: numberOrText });

/** A well-formed refusal; `cause` is a list, and in older answers an object. */
export const refusalReply = z.object({
  message: z.string().nullish(),
  error: z.string(),
  status: numberOrText,
  cause: z
    .union([z.array(cause), cause.transform((one) => [one])])
    .nullish()
    .transform((causes) => causes ?? []),
});

/** What we read of a webhook's body; it says which payment, and nothing of its state. */
export const webhookBody = z.object({
  type: z.literal('payment'),
  data: z.object({ id: numberOrText }),
});

export type Payment = z.output<typeof paymentReply>;
