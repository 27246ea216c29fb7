import { ConnectorError } from '@cauce/connector-kit';
import { transactionRefusal } from './epayco-transactions.messages.js';
import { endedCashReply, validationRefusal } from './epayco.messages.js';
import { statusOf } from './epayco.states.js';

/** ePayco's validation codes: required, invalid, too long, not in the list, e-mail in use. */
const VALIDATION_CODES = new Set(['A001', 'A002', 'A003', 'A004', 'A005']);

/** State of a transaction that ePayco's fraud rules ended: it is about the payer, on any route. */
const ANTIFRAUD = '12';

const ABOUT_INVOICE = /\b(factura|invoice)\b/i;
const ABOUT_AMOUNT = /\b(valor|monto|amount)\b/i;

/**
 * What it means that a cash create did not give a voucher. Two forms are refusals for certain: a validation
 * error, before anything is made, and a transaction that was ended as soon as it was made. Everything else
 * may have been executed.
 *
 * @param json the parsed answer, of whatever form
 * @param reference what we asked for: a refusal of another `factura` says nothing about ours
 * @returns an error whose outcome is `rejected` only for the two forms
 * @source answers of the live API that ePayco's SDK reproduces (PHP, development branch, October 2026)
 */
export function refusalOf(json: unknown, reference: string): ConnectorError {
  const invalid = validationRefusal.safeParse(json);
  if (invalid.success) return validationError(invalid.data.data.errores);
  const ended = endedCashReply.safeParse(json);
  if (!ended.success) {
    return new ConnectorError('malformed_reply', 'neither a voucher nor a refusal that we know');
  }
  const { text_response: text, data } = ended.data;
  if (data.factura !== reference) {
    return new ConnectorError('wrong_reference', 'the refusal is about another factura');
  }
  if (statusOf(data.cod_respuesta) !== 'rejected') {
    return new ConnectorError('malformed_reply', `no voucher in state ${data.cod_respuesta}`);
  }
  return endedAtOnce(data.cod_respuesta, text);
}

/**
 * What it means that the newer service made nothing. One form is a refusal for certain: the list of what is
 * wrong with the request. Everything else may have been executed.
 *
 * @param json the parsed answer, of whatever form
 * @source ePayco's SDKs (development branches), `buildLegacyErrorShape`: no transaction was made
 */
export function transactionRefusalOf(json: unknown): ConnectorError {
  const refused = transactionRefusal.safeParse(json);
  if (!refused.success) {
    return new ConnectorError(
      'malformed_reply',
      'neither a transaction nor a refusal that we know',
    );
  }
  const { errors } = refused.data.data;
  return validationError(
    errors.map(({ code, message }) => ({ codError: code, errorMessage: message })),
  );
}

/**
 * What a transaction was ended for that was made and ended in one.
 *
 * @param code one of those whose status is `rejected`
 */
export function endedAtOnce(code: string, text: string): ConnectorError {
  if (code === ANTIFRAUD) return new ConnectorError('payer_rejected', text);
  return new ConnectorError(ABOUT_AMOUNT.test(text) ? 'limit_exceeded' : 'provider_rejected', text);
}

function validationError(
  errors: readonly { codError: string; errorMessage: string }[],
): ConnectorError {
  const text = errors.map((one) => `${one.codError} ${one.errorMessage}`).join('; ');
  if (!errors.every((one) => VALIDATION_CODES.has(one.codError))) {
    return new ConnectorError('malformed_reply', `a refusal with an unknown code: ${text}`);
  }
  // An invoice that is not valid although ours always has its form is one that is there already.
  if (ABOUT_INVOICE.test(text)) return new ConnectorError('duplicate_reference', text);
  return new ConnectorError(ABOUT_AMOUNT.test(text) ? 'limit_exceeded' : 'provider_rejected', text);
}
