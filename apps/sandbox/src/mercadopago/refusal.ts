import type { Answer } from '../faults/answer-with-faults.js';

/**
 * Refusals by their codes.
 *
 * @source error lists of the reference pages of mercadopago.com.co: payments, payments/search, payments/id,
 *   refunds; 2017 and 4058 are told by integrators. Which one is chosen, where several fit, is ours
 */
export const CAUSES = {
  1: 'Params Error',
  5: 'Must provide your access_token to proceed',
  8: 'The name of the following parameters is wrong',
  23: "The following parameters must be valid date and format (yyyy-MM-dd'T'HH:mm:ssz)",
  1000: 'Number of rows exceeded the limits',
  1001: "Date format must be yyyy-MM-dd'T'HH:mm:ss.SSSZ",
  1003: 'Invalid sort value',
  1004: 'Invalid criteria value',
  2000: 'Payment not found',
  2016: 'The action requested is not valid for the current payment state',
  2017: 'Invalid transaction_amount for update',
  2018: 'The action requested is not valid for the current payment state',
  2024: 'Payment too old to be refunded',
  2032: 'Refund not found',
  2063: 'The action requested is not valid for the current payment state',
  2067: 'Invalid user identification number',
  2131: 'Cannot infer Payment Method',
  4000: 'Payment attribute is not valid',
  4017: "Status attribute can't be null",
  4037: 'Invalid transaction_amount',
  4040: 'amount attribute must be positive',
  4041: 'amount attribute must be numeric',
  4050: 'payer.email must be a valid email',
  4058: "callback_url can't be null",
  4292: "Header X-Idempotency-Key can't be null",
  4390: 'transaction_details.financial_institution is not valid',
} as const satisfies Record<number, string>;

export type CauseCode = keyof typeof CAUSES;

const ERRORS = { 400: 'bad_request', 401: 'unauthorized', 404: 'not_found' } as const;

/** A refusal that has executed nothing. @param detail - the field that it is about */
export function refused(code: CauseCode, detail = ''): Answer {
  return refusal(400, code, detail);
}

export function notFound(code: 2000 | 2032 = 2000): Answer {
  return refusal(404, code, '');
}

/** @param isMissing - whether there was no token at all, rather than a wrong one */
export function unauthorized(isMissing: boolean): Answer {
  if (isMissing) return refusal(401, 5, '');
  const body = { message: 'invalid access token', error: ERRORS[401], status: 401, cause: [] };
  return { status: 401, body };
}

/** @source answers that integrators show, mercadopago/sdk-php issue 118 among them */
function refusal(status: keyof typeof ERRORS, code: CauseCode, detail: string): Answer {
  const description = detail === '' ? CAUSES[code] : `${CAUSES[code]}: ${detail}`;
  const cause = [{ code, description, data: null }];
  return { status, body: { message: description, error: ERRORS[status], status, cause } };
}

/** The code that a schema's message names. @param otherwise - for messages that name none */
export function causeOf(message: string | undefined, otherwise: CauseCode): CauseCode {
  const code = Number(message);
  return Object.hasOwn(CAUSES, code) ? (code as CauseCode) : otherwise;
}
