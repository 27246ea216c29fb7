import { wholeUnits } from '@cauce/money';
import { bogotaText } from '../bogota-time.js';
import { CASH_NETWORKS } from './cash-network.js';
import { FIELD_ERRORS, type FieldErrorCode } from './cash-request.schema.js';
import type { Transaction, Voucher } from '../collections/collection.js';
import { epaycoTransaction } from './epayco-transaction.js';
import { CASH_CODES, STATE_REASONS, TRANSACTION_STATES } from './transaction-state.js';

const INVALID_FIELDS =
  'Algunos campos son invalidos, por favor corrija los errores y vuelva a intentarlo';

/**
 * The answer to a voucher request.
 * @source the legacy shape of ePayco's own migration mapper
 */
export function cashAnswer(voucher: Voucher, issued: Transaction): object {
  const transaction = epaycoTransaction(issued);
  const { details, state } = transaction;
  const network = CASH_NETWORKS[transaction.network];
  const amount = Number(wholeUnits(transaction.amount));
  const reason = STATE_REASONS[state] ?? { text: '', code: '' };
  const date = bogotaText(transaction.createdAt);
  return {
    success: true,
    title_response: 'SUCCESS',
    text_response: `Se ha creado el pin ${network.label} correctamente`,
    last_action: `Crear pin ${voucher.network}`,
    data: {
      ref_payco: transaction.refPayco,
      factura: transaction.factura,
      descripcion: details.descripcion,
      valor: amount,
      iva: details.iva,
      ico: details.ico,
      baseiva: details.baseiva,
      valorneto: amount - details.iva,
      moneda: transaction.amount.currency,
      banco: network.bank,
      estado: TRANSACTION_STATES[state],
      respuesta: reason.text,
      autorizacion: transaction.approvalCode,
      recibo: transaction.transactionId,
      fecha: date,
      franquicia: network.franchise,
      cod_respuesta: state,
      cod_error: reason.code,
      ip: details.ip,
      enpruebas: details.isTest ? 1 : 0,
      tipo_doc: details.tipoDoc,
      documento: details.documento,
      nombres: details.nombres,
      apellidos: details.apellidos,
      email: details.email,
      ciudad: details.ciudad,
      direccion: details.direccion || 'NA',
      ind_pais: null,
      country_card: '',
      extras: details.extras,
      cc_network_response: { code: '0000', message: 'Franquicia no registrada' },
      extras_epayco: { extra5: details.extra5Epayco },
      pin: voucher.code,
      codigoproyecto: network.agreement,
      fechapago: state === CASH_CODES.pending ? date : bogotaText(transaction.changedAt),
      fechaexpiracion: bogotaText(voucher.expiresAt),
      factor_conversion: 0,
      valor_pesos: amount,
    },
  };
}

/**
 * A request that ePayco refused: nothing was created.
 * @source epayco-php `legacyValidationErrorResponse`, compared with the live legacy flow on 2026-10-02;
 *   the codes are those of apify
 */
export function cashRefusal(errors: readonly { code: FieldErrorCode; message: string }[]): object {
  return {
    success: false,
    title_response: 'Error',
    text_response: INVALID_FIELDS,
    last_action: 'validation transaction',
    data: {
      totalerrores: errors.length,
      errores: errors.map(({ code, message }) => ({ codError: code, errorMessage: message })),
    },
  };
}

/** One field error in ePayco's words. */
export function fieldError(field: string, code: string): { code: FieldErrorCode; message: string } {
  const known = isFieldErrorCode(code) ? code : 'A002';
  return { code: known, message: `El campo ${field} ${FIELD_ERRORS[known]}` };
}

function isFieldErrorCode(code: string): code is FieldErrorCode {
  return Object.hasOwn(FIELD_ERRORS, code);
}
