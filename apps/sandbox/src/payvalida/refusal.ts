import type { Answer } from '../faults/answer-with-faults.js';

/**
 * Refusals by their codes. The texts, which of several fitting codes is chosen, and that the HTTP status is
 * 200 are ours.
 *
 * @source docs.payvalida.com, api-recaudo, response codes
 */
export const REFUSALS = {
  '0009': 'Error procesando la solicitud',
  '0017': 'Comercio no válido',
  '0021': 'Monto no válido',
  '0022': 'País no válido',
  '0023': 'Moneda no válida',
  '0024': 'Tiempo de vida no válido',
  '0025': 'Checksum no válido',
  '0027': 'Método de pago no válido',
  '0031': 'Formato de fecha no válido',
  '0032': 'Fecha de expiración no válida',
  '0041': 'La orden no existe o está APROBADA, VENCIDA o CANCELADA',
  '0042': 'La orden ya existe',
  '0043': 'La referencia ya existe',
} as const satisfies Record<string, string>;

export type RefusalCode = keyof typeof REFUSALS;

/** A refusal that has executed nothing. */
export function refused(code: RefusalCode): Answer {
  return { status: 200, body: { CODE: code, DESC: REFUSALS[code], DATA: null } };
}

/** An answer with data. */
export function answered(data: object): Answer {
  return { status: 200, body: { CODE: '0000', DESC: 'OK', DATA: data } };
}

/** The code that a schema's message names; 0009 for messages that name none. */
export function refusalCodeOf(message: string | undefined): RefusalCode {
  return message !== undefined && Object.hasOwn(REFUSALS, message)
    ? (message as RefusalCode)
    : '0009';
}
