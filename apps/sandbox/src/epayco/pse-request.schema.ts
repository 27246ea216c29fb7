import { findBank } from './banks.js';
import {
  hasDocumentLength,
  isHttpUrl,
  requestFields,
  requiredText,
  understood,
  type EpaycoRequest,
} from './request-fields.schema.js';

/**
 * The body of `POST /restpagos/pagos/debitos.json` once it is opened: the bank, the common fields, and where
 * the payer comes back to. That the last one is wanted is ours; the SDK's read-me always sends it.
 */
export const pseRequestSchema = requestFields
  .extend({
    banco: requiredText(10).refine((code) => findBank(code) !== null, 'A004'),
    url_respuesta: requiredText().refine(isHttpUrl, 'A002'),
  })
  .refine(hasDocumentLength, { path: ['documento'], message: 'A002' })
  .transform((body): EpaycoRequest => {
    const request = understood(body);
    const { banco, url_respuesta: urlRespuesta } = body;
    return { ...request, details: { ...request.details, banco, urlRespuesta } };
  });
