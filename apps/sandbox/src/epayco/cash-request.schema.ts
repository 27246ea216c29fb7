import {
  hasDocumentLength,
  optionalText,
  requestFields,
  understood,
  type EpaycoRequest,
} from './request-fields.schema.js';

/**
 * The body of `POST /restpagos/v2/efectivo/{network}`: the common fields and until when the voucher should be
 * good, all of them plain.
 */
export const cashRequestSchema = requestFields
  .extend({ fechaexpiracion: optionalText })
  .refine(hasDocumentLength, { path: ['documento'], message: 'A002' })
  .transform((body): EpaycoRequest => {
    const { fechaexpiracion } = body;
    return {
      ...understood(body),
      requestedExpiry: fechaexpiracion === '' ? null : fechaexpiracion,
    };
  });
