import { z } from 'zod';

/**
 * PSE Avanza's wire format. Every message but the log-in travels in the envelope; numbers are read as the
 * text that they were written as.
 *
 *   log-in    POST {base}/oauth/client_credential/accesstoken?grant_type=client_credentials
 *             form grant_type, client_id, client_secret          → {access_token, expires_in}
 *   call      POST {base}/v2/psewebapinf/api/{Method}?apikey={client_id}     Bearer token, body in the envelope
 *   banks     GetBankListNF                   {entityCode}
 *             → [{financialInstitutionCode, financialInstitutionName}]
 *   create    CreateTransactionPaymentNF      see `toCreateFields`
 *             → {returnCode, errorDetails, trazabilityCode, pseURL, transactionCycle}
 *   status    GetTransactionInformationNF, or GetTransactionInformationDetailed   {entityCode, trazabilityCode}
 *             → {returnCode, entityCode, trazabilityCode, ticketId, transactionValue, soliciteDate,
 *                bankProcessDate, transactionState, referenceNumber1..3, …}, detailed with causeRejection
 *   finalize  FinalizeTransactionPaymentNF    {entityCode, trazabilityCode, entityAuthorizationId}
 *             → {returnCode, errorDetails, trazabilityCode}
 */

/** A field that says nothing when it is null, empty, or a number that was never set. */
const optionalText = z
  .string()
  .nullish()
  .transform((text) => {
    const trimmed = (text ?? '').trim();
    return trimmed === '' || trimmed === '0' ? null : trimmed;
  });

const code = z.string().min(1);

/** Answer of the log-in; how long the token lives, in seconds. */
export const tokenReply = z.object({
  access_token: z.string().min(1),
  expires_in: z
    .string()
    .regex(/^\d{1,9}$/)
    .nullish(),
});

/** A log-in that was understood and refused, as OAuth and its gateway say it. */
export const tokenRefusal = z.union([
  z.object({ error: z.literal(['invalid_client', 'unauthorized_client']) }),
  z.object({ ErrorCode: z.literal(['invalid_client', 'unauthorized_client']) }),
]);

export const bankListReply = z.array(
  z.object({ financialInstitutionCode: z.string(), financialInstitutionName: z.string() }),
);

/** What every answer but the list of banks says first. */
export const answerCode = z.object({ returnCode: code });

/** A create that was refused. */
export const createRefusalReply = z.object({
  errorDetails: optionalText,
  trazabilityCode: optionalText,
});

/** A create that worked; what it repeats of the request is not documented, and believed only to differ. */
export const createReply = z.object({
  trazabilityCode: code,
  pseURL: z.url({ protocol: /^https?$/ }),
  ticketId: optionalText,
  transactionValue: optionalText,
});

/** A transaction as a query shows it. */
export const statusReply = z.object({
  entityCode: code,
  trazabilityCode: code,
  transactionState: code,
  transactionValue: code,
  soliciteDate: z.string().nullish(),
  bankProcessDate: z.string().nullish(),
  causeRejection: z.string().nullish(),
  referenceNumber1: z.string().nullish(),
  referenceNumber2: z.string().nullish(),
  referenceNumber3: z.string().nullish(),
});

export type BankList = z.output<typeof bankListReply>;
export type CreateData = z.output<typeof createReply>;
export type StatusData = z.output<typeof statusReply>;
