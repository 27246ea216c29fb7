import type { TransactionFields } from './transaction-fields.js';

/**
 * The answers of `GET /restpagos/transaction/response.json`; "existosamente" is ePayco's own spelling.
 * @source epayco-php `mapQueryToLegacyShape`, compared with live answers on 2026-10-02
 */
export function statusAnswer(fields: TransactionFields): object {
  return {
    success: true,
    title_response: 'Correcto',
    text_response: 'Transacción consultada existosamente',
    last_action: 'Consultar Transaccion',
    data: fields,
  };
}

/** The answer about a reference that ePayco does not know, or does not want to talk about. */
export function statusRefusal(text = 'Transacción no existe'): object {
  return {
    success: false,
    title_response: 'Error',
    text_response: text,
    last_action: 'Consultar Transaccion',
    data: [],
  };
}
