import { wholeUnits } from '@cauce/money';
import { bogotaText } from '../bogota-time.js';
import { CASH_NETWORKS, type CashNetwork } from './cash-network.js';
import type { Transaction, Voucher } from '../collections/collection.js';
import { epaycoTransaction } from './epayco-transaction.js';
import { testFlagOf } from './test-flag.js';
import { reasonOf, STATE_CODES, TRANSACTION_STATES } from './transaction-state.js';

/**
 * The answer to a voucher request.
 * @source the legacy shape and texts of ePayco's own migration mapper
 */
export function cashAnswer(at: CashNetwork, voucher: Voucher, issued: Transaction): object {
  const transaction = epaycoTransaction(issued);
  const { details, state } = transaction;
  const network = CASH_NETWORKS[at];
  const amount = Number(wholeUnits(transaction.amount));
  const reason = reasonOf(at, state);
  const date = bogotaText(transaction.createdAt);
  return {
    success: true,
    title_response: 'SUCCESS',
    text_response: 'Transacción y pin generados exitosamente',
    last_action: `Crear pin ${network.label.toLowerCase()}`,
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
      enpruebas: testFlagOf(details),
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
      fechapago: state === STATE_CODES.pending ? date : bogotaText(transaction.changedAt),
      fechaexpiracion: bogotaText(voucher.expiresAt),
      factor_conversion: 0,
      valor_pesos: amount,
    },
  };
}
